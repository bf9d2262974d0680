package io.forebay.quickstart;

import static java.time.Duration.ofMillis;

import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import java.io.IOException;
import okhttp3.Response;

/** A pool is bounded: who finds no permit waits for a while, and is then told why. */
final class FullPool implements Recipe {

  @Override
  public String title() {
    return "One connection, two callers";
  }

  @Override
  public void cook(Origins origins, Timeline timeline) throws IOException {
    try (ManagedBackend users =
        Backend.builder("users")
            .origin(origins.users().url())
            .maxConnections(1)
            .permitTimeout(ofMillis(100))
            .build()) {
      try (Response held = users.get("/first").send()) {
        timeline.answered("GET /first", held, "its body stays open, and with it the permit");
        BackendException failure =
            Expect.failure(ErrorKind.BACKEND_BUSY, () -> users.get("/second").send().close());
        timeline.failed("GET /second", failure, "waited 100 ms for the only permit");
      }
      try (Response response = users.get("/third").send()) {
        timeline.answered("GET /third", response, "the first is closed, its permit is back");
        Expect.that("status", response.code(), 200);
      }
    }
  }
}
