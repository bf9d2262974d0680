package io.forebay.internal.tokens;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One request for a token, for however many wait for it. Who waits may go, and it goes on: its
 * backend's limits end it, and so does closing.
 */
final class Flight implements Callback {

  /** Where it comes from, and goes back to. */
  interface Ground {
    /**
     * The call.
     *
     * @throws RuntimeException if it cannot be made
     */
    Call call();

    /** A response came, which is closed afterwards. */
    Token read(Response response) throws IOException;

    /** The failure in our words; nobody is waiting for a token any more. */
    TokenFailure failed(Exception failure);

    /** It is over. */
    void landed(Flight flight);
  }

  private final Ground ground;
  private final CompletableFuture<Token> result = new CompletableFuture<>();
  private volatile @Nullable Call call;
  private volatile boolean cancelled;

  Flight(Ground ground) {
    this.ground = ground;
  }

  CompletableFuture<Token> result() {
    return result;
  }

  void start() {
    try {
      Call made = ground.call();
      call = made;
      if (cancelled) {
        made.cancel();
      }
      made.enqueue(this);
    } catch (RuntimeException e) {
      end(e);
    }
  }

  void cancel() {
    cancelled = true;
    Call made = call;
    if (made != null) {
      made.cancel();
    }
  }

  @Override
  public void onResponse(Call ignored, Response response) {
    try (response) {
      Token token = ground.read(response);
      ground.landed(this);
      boolean unused = result.complete(token);
    } catch (IOException | RuntimeException e) {
      end(e);
    }
  }

  @Override
  public void onFailure(Call ignored, IOException failure) {
    end(failure);
  }

  private void end(Exception failure) {
    TokenFailure told = ground.failed(failure);
    ground.landed(this);
    boolean unused = result.completeExceptionally(told);
  }
}
