package io.forebay.config.internal.fastly;

import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.Material;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and keys, which the API holds as text. So that a key need not be written, all of a
 * text may be <code>${env:NAME}</code>, which is our own addition to the language.
 */
final class References {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{env:([^}]+)\\}");

  private final Function<String, Optional<String>> environment;

  References(Function<String, Optional<String>> environment) {
    this.environment = environment;
  }

  /** What a key holds; empty if nothing, or if something is wrong, which is a finding then. */
  Optional<Material> material(Fields fields, String key) {
    Optional<String> text = fields.secret(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher reference = REFERENCE.matcher(text.get());
    if (!reference.matches()) {
      return filled(fields, key, text.get(), "");
    }
    Optional<String> value = environment.apply(reference.group(1));
    if (value.isEmpty()) {
      String name = Shown.of(reference.group(1));
      fields.found(key, "environment variable '" + name + "' is not set");
      return Optional.empty();
    }
    return filled(fields, key, value.get(), text.get());
  }

  private static Optional<Material> filled(
      Fields fields, String key, String text, String reference) {
    if (text.isBlank()) {
      fields.found(key, "blank (expected: PEM)");
      return Optional.empty();
    }
    return Optional.of(new Material.Inline(text, reference));
  }

  /** Whether all of a text is a reference. */
  static boolean isReference(String text) {
    return REFERENCE.matcher(text).matches();
  }
}
