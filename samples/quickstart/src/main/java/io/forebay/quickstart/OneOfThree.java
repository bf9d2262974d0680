package io.forebay.quickstart;

import io.forebay.Backend;
import io.forebay.BackendObserver;
import io.forebay.ExchangeReport;
import io.forebay.ManagedBackend;
import io.forebay.health.Ejection;
import io.forebay.health.EjectionTime;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Without any check, an origin that keeps failing is taken out of use for a while. */
final class OneOfThree implements Recipe {
  private static final int ERRORS = 2;
  private static final int MOST_CALLS = 60;
  private static final Duration OUT_OF_USE = Duration.ofMillis(300);

  @Override
  public String title() {
    return "One of three origins fails, is ejected, and comes back";
  }

  @Override
  public void cook(Origins origins, Timeline timeline) throws IOException, InterruptedException {
    String sick = origins.orders().url();
    News news = new News();
    try (ManagedBackend catalog =
        Backend.builder("catalog")
            .origins(origins.users().url(), sick, origins.reports().url())
            .outlier(
                rules ->
                    rules
                        .consecutiveErrors(ERRORS)
                        .ejection(new EjectionTime(OUT_OF_USE, OUT_OF_USE, Duration.ZERO)))
            .observer(news)
            .build()) {
      served(catalog, timeline, "the three take turns");
      served(catalog, timeline, "the next");
      served(catalog, timeline, "and the next");
      origins.orders().fallIll();
      failed(catalog, sick, timeline);
      news.await("ejected " + sick);
      timeline.happened("orders is ejected", "2 errors in a row: out of use for 300 ms");
      origins.orders().recover();
      served(catalog, timeline, "orders is mended, but its time is not over");
      served(catalog, timeline, "so the others serve");
      news.await("readmitted " + sick);
      timeline.happened("orders is back", "its time is over");
      servedBy(sick, catalog, timeline);
    }
  }

  private static void served(Backend catalog, Timeline timeline, String why) throws IOException {
    try (Response response = catalog.get("/items").send()) {
      timeline.answered("GET /items", response, why);
      Expect.that("status", response.code(), 200);
    }
  }

  /** Asks until the sick origin has failed as often as it may; between, the others answer. */
  private static void failed(Backend catalog, String sick, Timeline timeline) throws IOException {
    int failures = 0;
    for (int call = 0; failures < ERRORS && call < MOST_CALLS; call++) {
      try (Response response = catalog.get("/items").send()) {
        if (response.code() == 500) {
          failures++;
          timeline.answered("GET /items", response, "an answer, but one that counts");
          Expect.that("origin", origin(response), sick);
        }
      }
    }
    Expect.that("failures", failures, ERRORS);
  }

  private static void servedBy(String origin, Backend catalog, Timeline timeline)
      throws IOException {
    for (int call = 0; call < MOST_CALLS; call++) {
      try (Response response = catalog.get("/items").send()) {
        if (origin(response).equals(origin)) {
          timeline.answered("GET /items", response, "served again");
          Expect.that("status", response.code(), 200);
          return;
        }
      }
    }
    throw new IllegalStateException(origin + " served none of " + MOST_CALLS + " calls");
  }

  private static String origin(Response response) {
    return ExchangeReport.of(response).map(ExchangeReport::origin).orElse("");
  }

  /** Hears which origins come and go, on whatever thread that is told. */
  private static final class News implements BackendObserver {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public void originEjected(String label, Ejection ejection) {
      heard.add("ejected " + ejection.origin());
    }

    @Override
    public void originReadmitted(String label, String origin) {
      heard.add("readmitted " + origin);
    }

    void await(String expected) throws InterruptedException {
      @Nullable String news = heard.poll(5, TimeUnit.SECONDS);
      if (news == null) {
        throw new IllegalStateException("nothing within 5 s (expected: " + expected + ")");
      }
      Expect.that("news", news, expected);
    }
  }
}
