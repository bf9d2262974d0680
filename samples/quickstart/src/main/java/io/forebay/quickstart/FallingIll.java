package io.forebay.quickstart;

import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.BackendObserver;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import io.forebay.health.HealthState;
import io.forebay.health.HealthState.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A health check keeps traffic away from an origin that cannot serve it. */
final class FallingIll implements Recipe {

  @Override
  public String title() {
    return "An origin falls ill and recovers";
  }

  @Override
  public void cook(Origins origins, Timeline timeline) throws IOException, InterruptedException {
    Verdicts verdicts = new Verdicts();
    try (ManagedBackend orders =
        Backend.builder("orders")
            .origin(origins.orders().url())
            .health(check -> check.path("/healthz").interval(Duration.ofMillis(50)))
            .observer(verdicts)
            .build()) {
      verdicts.await(Status.HEALTHY, timeline);
      origins.orders().fallIll();
      verdicts.await(Status.FAILING, timeline);
      verdicts.await(Status.UNHEALTHY, timeline);
      refused(orders, timeline);
      origins.orders().recover();
      verdicts.await(Status.HEALTHY, timeline);
      served(orders, timeline);
    }
  }

  private static void refused(Backend orders, Timeline timeline) {
    BackendException failure =
        Expect.failure(ErrorKind.BACKEND_UNHEALTHY, () -> orders.get("/orders").send().close());
    timeline.failed("GET /orders", failure, "refused at once; nothing was sent");
  }

  private static void served(Backend orders, Timeline timeline) throws IOException {
    try (Response response = orders.get("/orders").send()) {
      timeline.answered("GET /orders", response, "served again");
      Expect.that("status", response.code(), 200);
    }
  }

  /** Hears every verdict, on whatever thread it comes. */
  private static final class Verdicts implements BackendObserver {
    private final BlockingQueue<HealthState> heard = new LinkedBlockingQueue<>();

    @Override
    public void healthChanged(String label, String origin, HealthState state) {
      heard.add(state);
    }

    void await(Status status, Timeline timeline) throws InterruptedException {
      @Nullable HealthState state = heard.poll(5, TimeUnit.SECONDS);
      if (state == null) {
        throw new IllegalStateException("no verdict within 5 s (expected: " + status + ")");
      }
      Expect.that("verdict", state.status(), status);
      timeline.happened(
          "orders is " + status.text(),
          state.error().isEmpty() ? "the check passed" : "the check failed: " + state.error());
    }
  }
}
