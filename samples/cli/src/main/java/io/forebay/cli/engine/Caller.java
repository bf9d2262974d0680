package io.forebay.cli.engine;

import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.BackendRequest;
import io.forebay.ExchangeReport;
import io.forebay.Timings;
import io.forebay.cli.engine.CallRequest.Target;
import io.forebay.spec.UnboundVariableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Makes calls, each from a value to a value. Thread-safe; the backends are not its own. */
public final class Caller {

  /** Knows backends. */
  @FunctionalInterface
  public interface Directory {
    /**
     * The backend that a target names.
     *
     * @throws InputException if there is none
     */
    Backend find(Target target) throws InputException;
  }

  private final Directory directory;

  /** Calls the backends of a directory. */
  public Caller(Directory directory) {
    this.directory = directory;
  }

  /**
   * Calls, and reads the whole response.
   *
   * @throws InputException if the request cannot be sent as it is
   */
  public CallResult call(CallRequest request) throws InputException {
    long start = System.nanoTime();
    try (Response response = send(request)) {
      return received(response, start);
    } catch (BackendException e) {
      return CallResult.failed(e);
    }
  }

  /**
   * Calls, and returns the response as soon as its head is there; the caller closes it.
   *
   * @throws InputException if the request cannot be sent as it is
   * @throws BackendException if no response came
   */
  public Response send(CallRequest request) throws InputException, BackendException {
    try {
      return prepared(request).send();
    } catch (UnboundVariableException e) {
      throw new InputException("variable {" + e.variable() + "} has no value", e);
    } catch (IllegalArgumentException | NoSuchElementException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  private BackendRequest prepared(CallRequest request) throws InputException {
    Backend backend = directory.find(request.target());
    BackendRequest prepared = backend.request(request.effectiveMethod(), request.path());
    for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
      header.getValue().forEach(value -> prepared.addHeader(header.getKey(), value));
    }
    request.variables().forEach(prepared::with);
    request.body().ifPresent(body -> prepared.body(RequestBody.create(body, null)));
    request.timeout().ifPresent(prepared::timeout);
    return prepared;
  }

  private static CallResult received(Response response, long start) {
    ExchangeReport report =
        ExchangeReport.of(response)
            .orElseThrow(() -> new IllegalStateException("a backend reports every response"));
    BodyReader.Outcome read = BodyReader.read(response, report.label());
    return new CallResult(
        response.code(),
        response.headers().toMultimap(),
        read.body(),
        read.failure(),
        CallResult.Route.of(report),
        untilNow(report.timings(), start),
        report.logFields());
  }

  /** The report was made when the head came; the body took its time too. */
  private static Timings untilNow(Timings head, long start) {
    Duration total = Duration.ofNanos(System.nanoTime() - start);
    return new Timings(total, head.permit(), head.dns(), head.connect(), head.tls(), head.ttfb());
  }
}
