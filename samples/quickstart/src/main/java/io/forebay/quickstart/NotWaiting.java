package io.forebay.quickstart;

import io.forebay.Backend;
import io.forebay.BackendCancelledException;
import io.forebay.BackendException;
import io.forebay.BackendObserver;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;

/** Sending without waiting, and taking it back. */
final class NotWaiting implements Recipe {

  @Override
  public String title() {
    return "Sending without waiting, and changing one's mind";
  }

  @Override
  public void cook(Origins origins, Timeline timeline) throws Exception {
    CompletableFuture<BackendException> reported = new CompletableFuture<>();
    try (ManagedBackend reports =
        Backend.builder("reports")
            .origin(origins.reports().url())
            .observer(hearing(reported))
            .build()) {
      answered(reports, timeline);
      cancelled(reports, reported, timeline);
    }
  }

  private static BackendObserver hearing(CompletableFuture<BackendException> reported) {
    return new BackendObserver() {
      @Override
      public void exchangeFailed(BackendException failure) {
        reported.complete(failure);
      }
    };
  }

  private static void answered(Backend reports, Timeline timeline) throws Exception {
    CompletableFuture<Response> coming = reports.get("/today").sendAsync();
    try (Response response = coming.get(5, TimeUnit.SECONDS)) {
      timeline.answered("GET /today", response, "nobody waited until we asked the future");
      Expect.that("status", response.code(), 200);
    }
  }

  private static void cancelled(
      Backend reports, CompletableFuture<BackendException> reported, Timeline timeline)
      throws Exception {
    CompletableFuture<Response> coming = reports.get("/silence").sendAsync();
    Expect.that("cancelled", coming.cancel(true), true);
    BackendException failure = reported.get(5, TimeUnit.SECONDS);
    timeline.failed("GET /silence", failure, "cancelling the future cancels the exchange");
    Expect.that("kind", failure.kind(), ErrorKind.BACKEND);
    Expect.that("type", failure.getClass(), BackendCancelledException.class);
  }
}
