package io.forebay.config.internal.form;

import io.forebay.config.internal.form.ScalarShape.Format;
import io.forebay.config.internal.tree.Node.Kind;
import io.forebay.config.internal.tree.Shown;
import io.forebay.health.ProbeRequest;
import io.forebay.spec.Credentials;
import io.forebay.spec.Durations;
import io.forebay.spec.Origin;
import io.forebay.spec.Tokens;
import io.forebay.spec.Value;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The shapes of the values that keys have. */
final class Shapes {
  private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]*)");

  static final Shape<Boolean> BOOLEAN =
      scalar("true or false", Shapes::truth, value -> value, Kind.BOOLEAN);
  static final Shape<Integer> COUNT = whole(0, Integer.MAX_VALUE, ">= 0");
  static final Shape<Duration> DURATION = duration(text -> Durations.parse(text.value()));
  static final Shape<Duration> POSITIVE_DURATION = duration(Shapes::positive);
  static final Shape<String> LABEL =
      scalar("a label", Shapes::plain, value -> value, Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN);
  static final Shape<String> ANY_TEXT =
      scalar("text", Shapes::plain, References::escaped, Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN);
  static final Shape<Origin> ORIGIN =
      scalar(
          "an absolute URL",
          text -> Optional.of(Origin.of(text.value())),
          Origin::toString,
          Kind.TEXT);
  static final Shape<Optional<Value>> PATH =
      scalar("a path", Shapes::path, path -> path.map(Templates::write).orElse(""), Kind.TEXT);
  static final Shape<Optional<Credentials>> LOGIN =
      secret("text user:password", Shapes::login, Shapes::written, Kind.TEXT);
  static final Shape<String> PROBE_PATH =
      scalar(
          "a path",
          text -> Optional.of(new ProbeRequest(text.value(), Map.of()).path()),
          References::escaped,
          Kind.TEXT);
  static final Shape<List<Integer>> STATUSES =
      new ListShape<>("a list of whole numbers", whole(100, 599, "100-599"), false);

  private static final Shape<Value> VALUE =
      secret(
          "text, a number, true or false",
          text -> Optional.of(Templates.read(Templates.onOneLine(text))),
          Templates::writeOnOneLine,
          Kind.TEXT,
          Kind.NUMBER,
          Kind.BOOLEAN);
  private static final Shape<List<Value>> VALUES =
      new ListShape<>("text, a number, true, false or a list of them", VALUE, true);
  static final Shape<Map<String, List<Value>>> HEADER_VALUES = new MapShape<>(VALUES, true);
  static final Shape<Map<String, List<Value>>> PARAM_VALUES = new MapShape<>(VALUES, false);
  static final Shape<List<String>> HEADER_NAMES = names(Shapes::headerName);
  static final Shape<List<String>> PARAM_NAMES = names(Shapes::plain);
  static final Shape<Map<String, String>> PROBE_HEADERS =
      new MapShape<>(
          secret(
              "text, a number, true or false",
              Shapes::headerValue,
              References::escaped,
              Kind.TEXT,
              Kind.NUMBER,
              Kind.BOOLEAN),
          true);

  private Shapes() {}

  private static <T> Shape<T> scalar(
      String expected,
      Function<Text, Optional<T>> read,
      Function<T, Object> write,
      Kind first,
      Kind... more) {
    return new ScalarShape<>(expected, false, EnumSet.of(first, more), format(read, write));
  }

  private static <T> Shape<T> secret(
      String expected,
      Function<Text, Optional<T>> read,
      Function<T, Object> write,
      Kind first,
      Kind... more) {
    return new ScalarShape<>(expected, true, EnumSet.of(first, more), format(read, write));
  }

  private static <T> Format<T> format(Function<Text, Optional<T>> read, Function<T, Object> write) {
    return new Format<>() {
      @Override
      public Optional<T> read(Text text) {
        return read.apply(text);
      }

      @Override
      public Object write(T value) {
        return write.apply(value);
      }
    };
  }

  private static Shape<List<String>> names(Function<Text, Optional<String>> name) {
    return new ListShape<>(
        "a list of names",
        scalar("a name", name, References::escaped, Kind.TEXT, Kind.NUMBER),
        true);
  }

  private static Shape<Duration> duration(Function<Text, Duration> read) {
    return scalar(
        "a duration such as 2s",
        text -> Optional.of(read.apply(text)),
        Durations::format,
        Kind.TEXT,
        Kind.NUMBER);
  }

  private static Shape<Integer> whole(int least, int most, String range) {
    return scalar(
        "a whole number", text -> whole(text.value(), least, most, range), n -> n, Kind.NUMBER);
  }

  private static Optional<Integer> whole(String text, int least, int most, String range) {
    if (!WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    // Ten digits and a sign hold every int; what is longer is out of range anyway.
    long value = text.length() > 11 ? Long.MAX_VALUE : Long.parseLong(text);
    if (value < least || value > most) {
      String limit = value > most && most == Integer.MAX_VALUE ? "at most " + most : range;
      throw new IllegalArgumentException(Shown.of(text) + " (expected: " + limit + ")");
    }
    return Optional.of((int) value);
  }

  private static Optional<Boolean> truth(Text text) {
    return switch (text.value()) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Duration positive(Text text) {
    Duration duration = Durations.parse(text.value());
    if (duration.isZero()) {
      throw new IllegalArgumentException("0s (expected: above zero)");
    }
    return duration;
  }

  private static Optional<String> plain(Text text) {
    return Optional.of(text.value());
  }

  private static Optional<Optional<Value>> path(Text text) {
    boolean none = text.value().isBlank() && !text.referring();
    return Optional.of(none ? Optional.empty() : Optional.of(Templates.read(text)));
  }

  private static Optional<Optional<Credentials>> login(Text text) {
    String login = text.value();
    if (login.isBlank() && !text.referring()) {
      return Optional.of(Optional.empty());
    }
    return Optional.of(
        Optional.of(Credentials.referenced(login, text.referring() ? text.raw() : "")));
  }

  private static String written(Optional<Credentials> login) {
    if (login.isEmpty()) {
      return "";
    }
    String reference = login.get().reference();
    return reference.isEmpty() ? References.escaped(login.get().reveal()) : reference;
  }

  private static Optional<String> headerName(Text text) {
    if (!Tokens.isToken(text.value())) {
      throw new IllegalArgumentException(MapShape.notHeaderName(text.value()));
    }
    return plain(text);
  }

  private static Optional<String> headerValue(Text text) {
    String value = Templates.onOneLine(text.value());
    try {
      return Optional.of(new ProbeRequest("/", Map.of("X", value))).map(any -> value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a header value (expected: visible ASCII)", e);
    }
  }
}
