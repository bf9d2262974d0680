package io.forebay.config.internal.vcl;

import java.util.Set;

/** Words that have a meaning in VCL, so that messages may repeat them. */
final class Words {
  /** Those that stand alone. */
  static final Set<String> KNOWN =
      Set.of(
          "acl",
          "always",
          "backend",
          "director",
          "false",
          "import",
          "include",
          "never",
          "none",
          "pragma",
          "probe",
          "sub",
          "table",
          "true",
          "yes",
          "no",
          "on",
          "off");

  /** Those that stand behind numbers, and nothing. */
  static final Set<String> UNITS = Set.of("", "%", "ms", "s", "m", "h", "d", "w", "y", "k");

  private Words() {}
}
