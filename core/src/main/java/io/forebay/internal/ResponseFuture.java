package io.forebay.internal;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;

/** Ties a call and a future together: ending either ends the other, and no response is lost. */
final class ResponseFuture implements Callback {
  private final CompletableFuture<Response> future = new CompletableFuture<>();

  private ResponseFuture() {}

  /** Starts the call. */
  static CompletableFuture<Response> of(Call call) {
    ResponseFuture tie = new ResponseFuture();
    CompletableFuture<Response> unused =
        tie.future.whenComplete(
            (response, failure) -> {
              if (failure != null) {
                call.cancel();
              }
            });
    call.enqueue(tie);
    return tie.future;
  }

  @Override
  public void onResponse(Call call, Response response) {
    if (!future.complete(response)) {
      response.close();
    }
  }

  @Override
  public void onFailure(Call call, IOException failure) {
    future.completeExceptionally(failure);
  }
}
