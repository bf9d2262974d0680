package io.forebay.rows;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendException;
import io.forebay.BackendRequest;
import io.forebay.BackendTimeoutException;
import io.forebay.ManagedBackend;
import io.forebay.Outcome;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.ReceivedRequest;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A call that meets a fault, and all that must hold afterwards. */
final class Meeting {
  private static final String SECRET = "s3cr3t";

  private Meeting() {}

  /**
   * What came of a call.
   *
   * @param status of the response; 0 if there was none
   * @param body what was read of it
   * @param failure how it ended, if badly
   */
  record Ended(int status, String body, @Nullable Throwable failure) {
    static Ended of(BackendRequest request) {
      int status = 0;
      try (Response response = request.send()) {
        status = response.code();
        return new Ended(status, response.body().string(), null);
      } catch (Throwable e) {
        return new Ended(status, "", e);
      }
    }

    BackendException ours() {
      assertThat(failure).as("what came out").isInstanceOf(BackendException.class);
      return (BackendException) failure;
    }
  }

  /** Meets the fault of a row: everything that the matrix asks of all rows holds too. */
  static Ended with(Row row) throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start(Keys.options(row.tls()))) {
      BackendBuilder builder = Backend.builder("users").origin(origin.url());
      builder = row.settings().apply(row.tls() ? Keys.trusting(builder) : builder);
      try (ManagedBackend backend = builder.build()) {
        if (row.once()) {
          origin.enqueue(row.fault());
        } else {
          origin.route("/bad", row.fault());
        }
        origin.respond(Behaviour.echo());

        Ended ended = Ended.of(request(backend, row.method()));

        require(row.expected(), ended);
        List<ReceivedRequest> seen = seen(origin, "/bad");
        assertThat(seen).as("arrivals").hasSize(row.expected().seen());
        comesToRest(backend);
        nextCallWorks(backend);
        if (row.expected().retired() && !seen.isEmpty()) {
          assertThat(seen(origin, "/good").get(0).connection())
              .as("connection of the next call")
              .isGreaterThan(seen.get(0).connection());
        }
        comesToRest(backend);
        return ended;
      }
    }
  }

  static BackendRequest request(Backend backend, String method) {
    BackendRequest request =
        backend.request(method, "/bad").query("token", SECRET).header("X-Api-Key", SECRET);
    return method.equals("POST") ? request.body("text/plain", "once") : request;
  }

  static void require(Expected expected, Ended ended) {
    if (expected.outcome() == Outcome.RESPONSE) {
      assertThat(ended.failure()).isNull();
      assertThat(ended.status()).isEqualTo(expected.status());
      return;
    }
    BackendException failure = ended.ours();
    assertThat(failure.outcome()).as(failure.getMessage()).isEqualTo(expected.outcome());
    expected.phase().ifPresent(phase -> assertThat(failure.phase()).isEqualTo(phase));
    expected
        .limit()
        .ifPresent(
            limit -> {
              assertThat(failure).isInstanceOf(BackendTimeoutException.class);
              assertThat(((BackendTimeoutException) failure).limit()).isEqualTo(limit);
            });
    assertThat(failure.elapsed()).isLessThan(ofSeconds(20));
    assertThat(textOf(failure)).doesNotContain(SECRET);
  }

  private static String textOf(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  static List<ReceivedRequest> seen(MisbehavingOrigin origin, String path) {
    return origin.requests().stream().filter(r -> r.target().startsWith(path)).toList();
  }

  /** Nobody holds or awaits a permit, and every socket that is open is idle. */
  static void comesToRest(Backend backend) {
    Waiting.until(
        "every permit is back",
        () -> backend.stats().leased() == 0 && backend.stats().waiting() == 0);
    Waiting.until(
        "every connection is idle", () -> backend.stats().open() == backend.stats().idle());
  }

  /** To an origin that echoes: its answer belongs to its request. */
  static void nextCallWorks(Backend backend) throws IOException {
    String id = "next-" + System.nanoTime();
    try (Response response = backend.post("/good/{id}", id).body("text/plain", id).send()) {
      assertThat(response.code()).isEqualTo(200);
      assertThat(response.body().string()).contains("/good/" + id);
    }
  }
}
