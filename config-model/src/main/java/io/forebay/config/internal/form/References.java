package io.forebay.config.internal.form;

import io.forebay.config.internal.form.Text.Escaped;
import io.forebay.config.internal.form.Text.Piece;
import io.forebay.config.internal.form.Text.Plain;
import io.forebay.config.internal.form.Text.Secret;
import io.forebay.config.internal.tree.Shown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grammar of references in text: <code>${env:NAME}</code> and <code>${file:PATH}</code> stand
 * for what they name, <code>$${</code> for <code>${</code>, and <code>${$}</code> for a dollar sign
 * that is followed by a reference or a variable. Any other <code>${</code> is refused.
 */
final class References {
  private static final Pattern TOKEN = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(\\}?)");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):[^}]+\\}");
  private static final int MOST_BYTES = 64 * 1024;

  private final Function<String, Optional<String>> environment;
  private final Path directory;

  References(Function<String, Optional<String>> environment, Path directory) {
    this.environment = environment;
    this.directory = directory;
  }

  /**
   * Resolves the references in a text.
   *
   * @throws IllegalArgumentException if one leads nowhere; the message holds no value
   */
  Text resolved(String raw) {
    if (raw.indexOf("${") < 0) {
      return new Text(raw, List.of(new Plain(raw)));
    }
    List<Piece> pieces = new ArrayList<>();
    Matcher token = TOKEN.matcher(raw);
    int end = 0;
    while (token.find()) {
      if (token.start() > end) {
        pieces.add(new Plain(raw.substring(end, token.start())));
      }
      pieces.add(piece(token));
      end = token.end();
    }
    if (end < raw.length()) {
      pieces.add(new Plain(raw.substring(end)));
    }
    return new Text(raw, pieces);
  }

  private Piece piece(Matcher token) {
    String name = token.group(1);
    if (name == null) {
      return new Escaped("${");
    }
    if (token.group(2).isEmpty()) {
      throw new IllegalArgumentException("'${' without '}' (write $${ for the text ${)");
    }
    if (name.equals("$")) {
      return new Escaped("$");
    }
    return new Secret(lookedUp(name), token.group());
  }

  private String lookedUp(String name) {
    if (name.startsWith("env:") && name.length() > 4) {
      String variable = name.substring(4);
      return environment
          .apply(variable)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "environment variable '" + Shown.of(variable) + "' is not set"));
    }
    if (name.startsWith("file:") && name.length() > 5) {
      String text = file(name.substring(5), MOST_BYTES);
      return text.replaceFirst("\\r?\\n\\z", "");
    }
    throw new IllegalArgumentException(
        "unknown reference '${"
            + Shown.of(name)
            + "}' (expected: ${env:NAME} or ${file:PATH}; {name} is a variable, $${ the text ${)");
  }

  /**
   * The text of a file.
   *
   * @throws IllegalArgumentException if there is none; the message holds no content
   */
  String file(String path, int mostBytes) {
    return TextFile.read(directory, path, mostBytes);
  }

  /** Whether a text holds a reference that {@link #resolved} would follow. */
  static boolean referring(String text) {
    return REFERENCE.matcher(text).find();
  }

  /** A path, from the definition's directory if it is relative. */
  Path path(String path) {
    return directory.resolve(path);
  }

  /**
   * The reference that a secret came from.
   *
   * @throws UnknownSecretException if it is none
   */
  static String written(String reference) {
    if (!referring(reference)) {
      throw new UnknownSecretException();
    }
    return reference;
  }

  /** Whether a text is one reference and nothing else. */
  static boolean isReference(String text) {
    return REFERENCE.matcher(text).matches();
  }

  /** A text so that {@link #resolved} returns it. */
  static String escaped(String text) {
    return text.replace("${", "$${");
  }
}
