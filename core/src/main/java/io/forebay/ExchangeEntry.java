package io.forebay;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One exchange as a log tells it, complete: see {@link BackendObserver#exchangeEnded}. Immutable.
 * It holds no secret of the backend's definition: what an edit put into path, query or a header is
 * left out.
 *
 * @param report where it went and what it took, the body included
 * @param request what was sent, or was to be
 * @param response what came back, also where it was refused; empty: nothing did
 * @param failure why there is no response, or it was refused, or why its body broke off; empty: all
 *     went well
 */
public record ExchangeEntry(
    ExchangeReport report,
    Asked request,
    Optional<Answered> response,
    Optional<BackendException> failure) {

  /**
   * The request.
   *
   * @param method its method
   * @param origin scheme, host and port, the port always
   * @param host the {@code Host} that was sent, without a port
   * @param port the origin's port
   * @param path path and query; the caller's where the sent one holds a secret
   * @param bytes the length of its body; -1: not known before it was sent
   * @param headers {@code User-Agent}, {@code Accept} and {@code Referer} where they are there, in
   *     lower case, several values joined with {@code |}
   * @param user the user of a Basic login
   * @param proxy the proxy on the way
   */
  public record Asked(
      String method,
      String origin,
      String host,
      int port,
      String path,
      long bytes,
      Map<String, String> headers,
      Optional<String> user,
      Optional<String> proxy) {

    /** Copies the map. */
    public Asked {
      headers = Map.copyOf(headers);
    }

    /** The scheme of the origin. */
    public String scheme() {
      return origin.substring(0, origin.indexOf(':'));
    }

    /** Origin and path. */
    public String url() {
      return origin + path;
    }
  }

  /**
   * The response.
   *
   * @param status the origin's status
   * @param shown the status that the caller got; the origin's where the response was refused
   * @param protocol such as {@code http/1.1} or {@code h2}
   * @param bytes of its body that were read, as they came; of a refused one those that are kept
   * @param headers {@code Cache-Control}, {@code Content-Encoding}, {@code Content-Type} and {@code
   *     Location} where they are there, in lower case, several values joined with {@code |}
   */
  public record Answered(
      int status, int shown, String protocol, long bytes, Map<String, String> headers) {

    /** Copies the map. */
    public Answered {
      headers = Map.copyOf(headers);
    }
  }

  /** What became of it. */
  public Outcome outcome() {
    return failure.map(BackendException::outcome).orElse(Outcome.RESPONSE);
  }

  /**
   * The same as named fields: text, numbers, lists and maps, by the names of Couper's upstream log.
   * {@code custom} holds the custom log fields. Where something does not apply its field is absent.
   */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("backend", report.label());
    fields.put("method", request.method());
    fields.put("url", request.url());
    request.proxy().ifPresent(proxy -> fields.put("proxy", proxy));
    request.user().ifPresent(user -> fields.put("auth_user", user));
    fields.put("status", response.map(Answered::shown).orElse(0));
    fields.put("attempts", report.attempts());
    fields.put("request", requestFields());
    response.ifPresent(answered -> fields.put("response", responseFields(answered)));
    fields.put("timings", timings(report.timings()));
    if (!report.logFields().isEmpty()) {
      fields.put("custom", report.logFields());
    }
    if (!report.warnings().isEmpty()) {
      fields.put("warnings", report.warnings());
    }
    failure.ifPresent(
        why -> {
          fields.put("error_type", why.kind().text());
          fields.put("outcome", why.outcome().text());
          fields.put("message", String.valueOf(why.getMessage()));
        });
    return fields;
  }

  private Map<String, Object> requestFields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("method", request.method());
    fields.put("proto", request.scheme());
    fields.put("origin", request.origin().substring(request.scheme().length() + 3));
    fields.put("host", request.host());
    fields.put("port", request.port());
    fields.put("path", request.path());
    if (request.bytes() > 0) {
      fields.put("bytes", request.bytes());
    }
    fields.put("headers", request.headers());
    return fields;
  }

  private static Map<String, Object> responseFields(Answered answered) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", answered.status());
    fields.put("proto", answered.protocol());
    fields.put("bytes", answered.bytes());
    fields.put("headers", answered.headers());
    return fields;
  }

  /** In milliseconds; what did not happen is absent. */
  private static Map<String, Object> timings(Timings timings) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("total", millis(timings.total()));
    put(fields, "permit", timings.permit());
    put(fields, "dns", timings.dns());
    put(fields, "tcp", timings.connect());
    put(fields, "tls", timings.tls());
    put(fields, "ttfb", timings.ttfb());
    return fields;
  }

  private static void put(Map<String, Object> fields, String name, Duration time) {
    if (!time.isZero()) {
      fields.put(name, millis(time));
    }
  }

  private static double millis(Duration time) {
    return Math.round(time.toNanos() / 1_000.0) / 1_000.0;
  }
}
