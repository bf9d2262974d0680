package io.forebay.quickstart;

import static java.time.Duration.ofMillis;

import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.BackendRequest;
import io.forebay.BackendTimeoutException;
import io.forebay.BackendTimeoutException.Limit;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import okhttp3.Response;

/** Four limits, and the failure names the one that ran out. */
final class EveryTimeout implements Recipe {

  @Override
  public String title() {
    return "Every way of being slow";
  }

  @Override
  public void cook(Origins origins, Timeline timeline) throws IOException {
    connecting(timeline);
    try (ManagedBackend reports =
        Backend.builder("reports").origin(origins.reports().url()).build()) {
      firstByte(reports, timeline);
      betweenBytes(reports, timeline);
      total(reports, timeline);
    }
  }

  /** The system takes the connection, but nobody ever answers the TLS handshake. */
  private static void connecting(Timeline timeline) throws IOException {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ManagedBackend secure =
            Backend.builder("secure")
                .origin("https://127.0.0.1:" + deaf.getLocalPort())
                .connectTimeout(ofMillis(200))
                .build()) {
      BackendException failure =
          Expect.failure(ErrorKind.BACKEND, () -> secure.get("/").send().close());
      timeline.failed("GET /", failure, "connecting includes TLS");
      expectLimit(failure, Limit.CONNECT);
    }
  }

  private static void firstByte(Backend reports, Timeline timeline) {
    BackendRequest request = reports.get("/silence").ttfbTimeout(ofMillis(150));
    BackendException failure =
        Expect.failure(ErrorKind.BACKEND_TIMEOUT, () -> request.send().close());
    timeline.failed("GET /silence", failure, "no first byte");
    expectLimit(failure, Limit.TTFB);
  }

  private static void betweenBytes(Backend reports, Timeline timeline) throws IOException {
    try (Response response = reports.get("/stall").betweenBytesTimeout(ofMillis(150)).send()) {
      timeline.answered("GET /stall", response, "the head came; now its body is read");
      BackendException failure = Expect.failure(ErrorKind.BACKEND_TIMEOUT, () -> read(response));
      timeline.failed("the body of GET /stall", failure, "a piece, then nothing more");
      expectLimit(failure, Limit.BETWEEN_BYTES);
    }
  }

  private static void total(Backend reports, Timeline timeline) throws IOException {
    try (Response response = reports.get("/drip").timeout(ofMillis(400)).send()) {
      timeline.answered("GET /drip", response, "a byte every 40 ms, without end");
      BackendException failure = Expect.failure(ErrorKind.BACKEND_TIMEOUT, () -> read(response));
      timeline.failed("the body of GET /drip", failure, "always something, never all of it");
      expectLimit(failure, Limit.TOTAL);
    }
  }

  private static void read(Response response) throws BackendException {
    try {
      response.body().bytes();
    } catch (BackendException e) {
      throw e;
    } catch (IOException e) {
      throw new AssertionError("a backend's body throws only BackendExceptions", e);
    }
  }

  private static void expectLimit(BackendException failure, Limit limit) {
    Expect.that("limit", ((BackendTimeoutException) failure).limit(), limit);
  }
}
