package io.forebay.config.internal.couper;

import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Dialect;
import io.forebay.config.internal.dialect.Written;
import io.forebay.config.internal.tree.Source;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Couper's configuration files in HCL.
 *
 * <p>Read are {@code definitions}, the blocks anywhere that refine a definition or define a backend
 * in place, {@code defaults}' environment variables, and the one of {@code settings} that decides
 * about proxies. What refines becomes a refinement with a label of the endpoint that it stands in,
 * which is noted. Couper's defaults are kept: no limit of connections, none between bytes, as long
 * a wait for a connection as {@code timeout} allows, and the environment's proxy. Expressions over
 * the environment are computed when the text is read; those over the call's data become templates
 * where a template can say them, and notes where not.
 *
 * <p>Immutable and thread-safe.
 */
public final class CouperDialect implements Dialect {
  private static final int LOOKED_AT = 64 * 1024;
  private static final Pattern STARTS =
      Pattern.compile(
          "(?m)^[ \\t]*+(definitions|server(?:[ \\t]++\"[^\"\\n]*+\")?|backend[ \\t]++\"[^\"\\n]*+\")"
              + "[ \\t]*+\\{");

  /** Makes the dialect; it has no state. */
  public CouperDialect() {}

  @Override
  public String name() {
    return "couper";
  }

  @Override
  public boolean recognises(Source source) {
    String text = source.text();
    return source.name().toLowerCase(Locale.ROOT).endsWith(".hcl")
        || STARTS.matcher(text.substring(0, Math.min(text.length(), LOOKED_AT))).find();
  }

  @Override
  public Carried read(Source source, Function<String, Optional<String>> environment) {
    return FileReader.read(source, environment);
  }

  @Override
  public Written write(Carried definitions) {
    return new FileWriter(definitions).written();
  }
}
