package io.forebay.config.internal.vcl;

import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Dialect;
import io.forebay.config.internal.dialect.Written;
import io.forebay.config.internal.tree.Source;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Fastly VCL. A backend is a backend; a director is one whose origins are its members', which then
 * are no backends of their own. Everything else that VCL declares is skipped.
 *
 * <p>Where a backend says nothing, Fastly's defaults hold, and not ours: 1 s to connect, 15 s to
 * the first byte, 10 s between bytes, no limit on the whole, 200 connections, no waiting for one; a
 * director ejects nobody, and never ignores health. What is written says them, so that they
 * survive.
 */
public final class VclDialect implements Dialect {
  private static final int LOOKED_AT = 256 * 1024;
  private static final Pattern OTHER_ENDING = Pattern.compile(".*\\.(json|ya?ml|hcl|conf)");
  private static final Pattern BLANKS = Pattern.compile("(?:\\s++|(?:#|//)[^\\n]*+){0,50}+");
  private static final Pattern DECLARATION =
      Pattern.compile(
          "^[ \\t]*+(?:(?:backend\\s++\\w++\\s*+\\{"
              + BLANKS.pattern()
              + "[.}])|(?:director\\s++\\w++\\s++[\\w-]++\\s*+\\{)"
              + "|(?:(?:sub|acl|table)\\s++\\w++\\s*+(?:[A-Z]++\\s*+)?+\\{))",
          Pattern.MULTILINE);

  /** Makes the dialect, which has no settings. */
  public VclDialect() {}

  @Override
  public String name() {
    return "vcl";
  }

  /** By the ending {@code .vcl}; without one of its own, by a declaration that only VCL knows. */
  @Override
  public boolean recognises(Source source) {
    String name = source.name().toLowerCase(Locale.ROOT);
    if (name.endsWith(".vcl") || OTHER_ENDING.matcher(name).matches()) {
      return name.endsWith(".vcl");
    }
    String text = source.text();
    return DECLARATION.matcher(text.substring(0, Math.min(text.length(), LOOKED_AT))).find();
  }

  /** Reads a text; VCL knows no variables of the environment. */
  @Override
  public Carried read(Source source, Function<String, Optional<String>> environment) {
    return VclReader.read(source);
  }

  /**
   * Writes definitions. Keys of clients are never written, wherever they came from: VCL could only
   * hold them themselves. That is noted, as is all else that reading the text would not give back.
   */
  @Override
  public Written write(Carried definitions) {
    return new VclWriter(definitions).written();
  }
}
