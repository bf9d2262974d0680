package io.forebay.config.internal.languages;

import io.forebay.config.Language;
import io.forebay.config.internal.couper.CouperDialect;
import io.forebay.config.internal.dialect.Dialect;
import io.forebay.config.internal.fastly.FastlyDialect;
import io.forebay.config.internal.krakend.KrakendDialect;
import io.forebay.config.internal.tree.Source;
import io.forebay.config.internal.vcl.VclDialect;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The languages that are not ours. */
public final class Languages {
  private static final Map<Language, Dialect> DIALECTS = dialects();

  private Languages() {}

  /** In the order in which a text is held against them: the plainest to tell comes first. */
  private static Map<Language, Dialect> dialects() {
    Map<Language, Dialect> dialects = new LinkedHashMap<>();
    dialects.put(Language.KRAKEND, new KrakendDialect());
    dialects.put(Language.FASTLY, new FastlyDialect());
    dialects.put(Language.VCL, new VclDialect());
    dialects.put(Language.COUPER, new CouperDialect());
    return dialects;
  }

  /** What reads and writes a language; empty if it is ours. */
  public static Optional<Dialect> dialect(Language language) {
    return Optional.ofNullable(DIALECTS.get(language));
  }

  /** What a text looks written in; ours if it looks like nothing else. */
  public static Language of(Source source) {
    if (source.name().endsWith(".yaml") || source.name().endsWith(".yml")) {
      return Language.YAML;
    }
    for (Map.Entry<Language, Dialect> entry : DIALECTS.entrySet()) {
      if (entry.getValue().recognises(source)) {
        return entry.getKey();
      }
    }
    return Language.YAML;
  }
}
