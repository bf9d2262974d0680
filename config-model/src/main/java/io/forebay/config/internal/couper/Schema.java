package io.forebay.config.internal.couper;

import io.forebay.config.internal.tree.NearMiss;
import io.forebay.config.internal.tree.Shown;
import java.util.HashSet;
import java.util.Set;

/** What may stand in a block, and the complaints about the rest, in Couper's words. */
final class Schema {
  private Schema() {}

  /** Adds a finding for each attribute and block that a block does not know. */
  static void check(
      Block block, String place, Set<String> attributes, Set<String> blocks, Report report) {
    block
        .body()
        .attributes()
        .forEach(
            (name, attribute) -> {
              if (!attributes.contains(name)) {
                report.wrong(
                    attribute.at(), () -> place + ": " + unsupportedArgument(name, attributes));
              }
            });
    for (Block inner : block.body().blocks()) {
      if (!blocks.contains(inner.type())) {
        report.wrong(inner.at(), () -> place + ": " + unsupportedBlock(inner.type(), blocks));
      }
    }
  }

  /** Adds a finding for each block of these types that stands there again. */
  static void once(Block block, String place, Set<String> types, Report report) {
    Set<String> seen = new HashSet<>();
    for (Block inner : block.body().blocks()) {
      if (types.contains(inner.type()) && !seen.add(inner.type())) {
        report.wrong(
            inner.at(),
            () ->
                place
                    + ": Duplicate "
                    + inner.type()
                    + " block; Only one "
                    + inner.type()
                    + " block is allowed.");
      }
    }
  }

  /** Adds a finding for each attribute that is missing. */
  static void required(Block block, String place, Set<String> names, Report report) {
    for (String name : names) {
      if (block.body().attribute(name).isEmpty()) {
        report.wrong(
            block.at(),
            () -> place + ": Missing required argument; The argument \"" + name + "\" is required");
      }
    }
  }

  /** What Couper says, and what of {@code known} may have been meant. */
  static String unsupportedArgument(String name, Set<String> known) {
    return "Unsupported argument; An argument named \""
        + Shown.of(name)
        + "\" is not expected here."
        + NearMiss.hint(name, known);
  }

  /** What Couper says, and what of {@code known} may have been meant. */
  static String unsupportedBlock(String type, Set<String> known) {
    return "Unsupported block type; Blocks of type \""
        + Shown.of(type)
        + "\" are not expected here."
        + NearMiss.hint(type, known);
  }
}
