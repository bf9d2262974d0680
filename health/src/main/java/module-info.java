/** Verdicts on origins as pure logic: no HTTP, no threads, no clock of its own. */
@org.jspecify.annotations.NullMarked
module io.forebay.health {
  requires static transitive org.jspecify;

  exports io.forebay.health;
}
