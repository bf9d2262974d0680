/** Contracts of backends in OpenAPI. */
@org.jspecify.annotations.NullMarked
module io.forebay.openapi {
  requires static transitive org.jspecify;
  requires transitive io.forebay;
  requires com.networknt.schema;
  // The validator finds times and dates by it, and asks for it only if it is there.
  requires com.ethlo.time;
  requires tools.jackson.databind;
  requires org.snakeyaml.engine;

  exports io.forebay.openapi;

  provides io.forebay.spi.ContractFactory with
      io.forebay.openapi.OpenApiContracts;
}
