package io.forebay.config.internal.form;

import io.forebay.config.internal.form.ScalarShape.Format;
import io.forebay.config.internal.tree.Node.Kind;
import io.forebay.config.internal.tree.Shown;
import io.forebay.health.ProbeRequest;
import io.forebay.spec.BodySpec;
import io.forebay.spec.Credentials;
import io.forebay.spec.Durations;
import io.forebay.spec.Origin;
import io.forebay.spec.Tokens;
import io.forebay.spec.Value;
import java.math.BigInteger;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The shapes of the values that keys have. */
final class Shapes {
  private static final BigInteger TOO_LARGE = BigInteger.TWO.pow(64);
  private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]*)");

  static final Shape<Boolean> BOOLEAN =
      scalar("true or false", Shapes::truth, value -> value, Kind.BOOLEAN);
  static final Shape<Integer> COUNT = whole(0, Integer.MAX_VALUE, ">= 0");
  static final Shape<Long> LONG_COUNT =
      scalar(
          "a whole number",
          text -> whole(text.value(), 0, Long.MAX_VALUE, ">= 0"),
          n -> n,
          Kind.NUMBER);
  static final Shape<BodySpec.Silence> SILENCE =
      choice(
          Map.of("fail", BodySpec.Silence.FAIL, "truncate", BodySpec.Silence.TRUNCATE),
          "fail or truncate",
          Kind.TEXT);
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

  static <T> Shape<T> scalar(
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

  static Shape<Duration> duration(Function<Text, Duration> read) {
    return scalar(
        "a duration such as 2s",
        text -> Optional.of(read.apply(text)),
        Durations::format,
        Kind.TEXT,
        Kind.NUMBER);
  }

  static Shape<Integer> whole(int least, int most, String range) {
    return scalar(
        "a whole number",
        text -> whole(text.value(), least, most, range).map(Long::intValue),
        n -> n,
        Kind.NUMBER);
  }

  private static Optional<Long> whole(String text, long least, long most, String range) {
    if (!WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    // Nineteen digits and a sign hold every long; what is longer is out of range anyway.
    BigInteger value = text.length() > 20 ? TOO_LARGE : new BigInteger(text);
    boolean above = value.compareTo(BigInteger.valueOf(most)) > 0;
    if (above || value.compareTo(BigInteger.valueOf(least)) < 0) {
      String limit = above && most >= Integer.MAX_VALUE ? "at most " + most : range;
      throw new IllegalArgumentException(Shown.of(text) + " (expected: " + limit + ")");
    }
    return Optional.of(value.longValueExact());
  }

  /** One of several words, each for a value. */
  static <T> Shape<T> choice(Map<String, T> values, String expected, Kind first, Kind... more) {
    return scalar(
        expected,
        text -> Optional.ofNullable(values.get(text.value())),
        value ->
            values.entrySet().stream()
                .filter(entry -> entry.getValue().equals(value))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(value + ", which no text can say")),
        first,
        more);
  }

  static Optional<Boolean> truth(Text text) {
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
