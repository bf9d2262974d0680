/** Virtual time, misbehaving origins and leak checks, for Forebay's users and Forebay itself. */
@org.jspecify.annotations.NullMarked
module io.forebay.testing {
  requires static transitive org.jspecify;
  requires transitive io.forebay;
  requires transitive org.junit.jupiter.api;

  exports io.forebay.testing;
}
