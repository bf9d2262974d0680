package io.forebay.opentelemetry.internal;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;
import java.util.Set;

/**
 * What everything is called. The names with {@code http}, {@code server}, {@code url}, {@code
 * network} and {@code error} are those of OpenTelemetry's semantic conventions for HTTP, the others
 * are ours.
 */
final class Names {
  static final String SCOPE = "io.forebay";

  // ---- metrics

  static final String DURATION = "http.client.request.duration";
  static final String CONNECTIONS = "http.client.open_connections";
  static final String UP = "forebay.backend.up";
  static final String ORIGINS = "forebay.backend.origins";
  static final String WAITING = "forebay.backend.waiting";
  static final String OPENED = "forebay.backend.connections";

  /** The bounds that the conventions advise, in seconds. */
  static final List<Double> SECONDS =
      List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

  // ---- attributes

  static final AttributeKey<String> BACKEND = AttributeKey.stringKey("forebay.backend");
  static final AttributeKey<String> ORIGIN = AttributeKey.stringKey("forebay.origin");
  static final AttributeKey<String> ORIGIN_STATE = AttributeKey.stringKey("forebay.origin.state");
  static final AttributeKey<String> WAITS_FOR = AttributeKey.stringKey("forebay.waiting.for");
  static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  static final AttributeKey<String> ORIGINAL_METHOD =
      AttributeKey.stringKey("http.request.method_original");
  static final AttributeKey<Long> RESENDS = AttributeKey.longKey("http.request.resend_count");
  static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
  static final AttributeKey<String> CONNECTION_STATE =
      AttributeKey.stringKey("http.connection.state");
  static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
  static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
  static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");
  static final AttributeKey<String> PROTOCOL_VERSION =
      AttributeKey.stringKey("network.protocol.version");
  static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  /** Those that a metric may tell apart: a caller could make up any number of others. */
  private static final Set<String> METHODS =
      Set.of(
          "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY");

  private Names() {}

  /** The method, or {@code _OTHER}. */
  static String method(String sent) {
    return METHODS.contains(sent) ? sent : "_OTHER";
  }
}
