/** Definitions of backends in text: YAML and JSON. */
@org.jspecify.annotations.NullMarked
module io.forebay.config {
  requires static transitive org.jspecify;
  requires transitive io.forebay;
  requires tools.jackson.core;
  requires org.snakeyaml.engine;

  exports io.forebay.config;
}
