/** The pool in front of your backends: values, doors, pipeline and pool on OkHttp. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // The testing module is compiled after this one, which exports to it.
module io.forebay {
  requires static transitive org.jspecify;
  requires transitive io.forebay.health;
  requires transitive okhttp3;
  requires transitive okio;
  requires org.slf4j;
  requires io.github.resilience4j.circuitbreaker;
  // Named by signatures of the circuit breaker.
  requires io.github.resilience4j.core;
  requires com.github.benmanes.caffeine;
  requires tools.jackson.core;
  // Only where assertions are signed for an authorization server; whoever wants that adds it.
  requires static com.nimbusds.jose.jwt;
  // Only where DNS is asked for origins; whoever wants that adds it.
  requires static org.dnsjava;
  // For the keepalive options of sockets, which only exist where this module is resolved.
  requires jdk.net;

  uses io.forebay.spi.ContractFactory;

  exports io.forebay;
  exports io.forebay.spec;
  exports io.forebay.spi;
  // Who is still open: the leak check of the testing module asks, nobody else may.
  exports io.forebay.internal.live to
      io.forebay.testing;
}
