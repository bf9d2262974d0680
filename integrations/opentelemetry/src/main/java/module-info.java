/** Metrics and traces of backends through OpenTelemetry. */
@org.jspecify.annotations.NullMarked
module io.forebay.opentelemetry {
  requires static transitive org.jspecify;
  requires transitive io.forebay;
  requires transitive io.opentelemetry.api;
  requires io.opentelemetry.context;

  exports io.forebay.opentelemetry;
}
