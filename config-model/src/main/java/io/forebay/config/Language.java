package io.forebay.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A language that definitions are read from and written in. */
public enum Language {
  /** Our own, in YAML. */
  YAML,
  /** Our own, in JSON. */
  JSON,
  /** Couper's configuration, HCL. */
  COUPER,
  /** What Fastly's API answers, JSON. */
  FASTLY,
  /** Fastly's VCL. */
  VCL,
  /** KrakenD's configuration, version 3, JSON. */
  KRAKEND;

  /** The name in lower case, as on a command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The language of that name. */
  public static Optional<Language> named(String text) {
    return Arrays.stream(values()).filter(language -> language.text().equals(text)).findFirst();
  }
}
