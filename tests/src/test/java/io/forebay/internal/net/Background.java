package io.forebay.internal.net;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Work on a thread of its own; the common pool may have a single one. */
final class Background {
  private Background() {}

  static <T> CompletableFuture<T> start(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                result.complete(work.call());
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            },
            "background")
        .start();
    return result;
  }

  /** How it fails. */
  static CompletableFuture<Throwable> failure(ThrowingCallable work) {
    return start(() -> Timed.failure(work).failure());
  }
}
