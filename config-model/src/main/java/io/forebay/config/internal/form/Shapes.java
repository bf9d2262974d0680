package io.forebay.config.internal.form;

import io.forebay.config.internal.form.MapShape.Names;
import io.forebay.config.internal.form.ScalarShape.Format;
import io.forebay.config.internal.tree.Node.Kind;
import io.forebay.config.internal.tree.Shown;
import io.forebay.health.ProbeRequest;
import io.forebay.spec.AnswerSpec;
import io.forebay.spec.BodySpec;
import io.forebay.spec.Credentials;
import io.forebay.spec.Durations;
import io.forebay.spec.Hosts;
import io.forebay.spec.Origin;
import io.forebay.spec.PathSpec;
import io.forebay.spec.Template;
import io.forebay.spec.Value;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The shapes of the values that keys have. */
final class Shapes {
  private static final BigInteger TOO_LARGE = BigInteger.TWO.pow(64);
  private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]*)");

  // The rule of Labels.
  private static final String LABELS = "^(?!anonymous_)[A-Za-z0-9_][A-Za-z0-9_.-]*$";
  private static final int LONGEST_LABEL = 128;

  static final Shape<Boolean> BOOLEAN =
      new SharedShape<>(
          "truth", scalar("true or false", Shapes::truth, value -> value, Scalars.TRUTH));
  static final Shape<Integer> COUNT =
      new SharedShape<>("count", whole(0, Integer.MAX_VALUE, ">= 0"));
  static final Shape<Long> LONG_COUNT =
      scalar(
          "a whole number",
          text -> whole(text.value(), 0, Long.MAX_VALUE, ">= 0"),
          n -> n,
          Scalars.whole(0, Long.MAX_VALUE));
  static final Shape<BodySpec.Silence> SILENCE =
      choice(
          Map.of("fail", BodySpec.Silence.FAIL, "truncate", BodySpec.Silence.TRUNCATE),
          "fail or truncate",
          Kind.TEXT);
  static final Shape<Duration> DURATION = duration(text -> Durations.parse(text.value()));
  static final Shape<Duration> POSITIVE_DURATION = duration(Shapes::positive);
  static final Shape<String> LABEL =
      scalar("a label", Shapes::plain, value -> value, Scalars.text(LABELS).or(Scalars.ANY));
  static final Shape<String> ANY_TEXT =
      scalar("text", Shapes::plain, References::escaped, Scalars.ANY);
  static final Shape<Origin> ORIGIN =
      new SharedShape<>(
          "url",
          scalar(
              "an absolute URL",
              text -> Optional.of(Origin.of(text.value())),
              Origin::toString,
              Scalars.URL));
  static final Shape<Optional<Value>> PATH =
      scalar("a path", Shapes::path, path -> path.map(Templates::write).orElse(""), Scalars.TEXT);
  static final Shape<Optional<Credentials>> LOGIN =
      secret("text user:password", Shapes::login, Shapes::written, Scalars.TEXT);
  static final Shape<Optional<String>> HOST =
      scalar(
          "a host", Shapes::host, host -> host.map(References::escaped).orElse(""), Scalars.FILLED);
  static final Shape<Optional<Value>> RESPONSE_STATUS =
      scalar(
          "a status or text with a reference",
          text -> Optional.of(status(text)),
          status -> status.map(Shapes::writtenStatus).orElse(""),
          Scalars.text("^\\s*$|^[2-5][0-9][0-9]$|\\{")
              .or(Scalars.whole(n -> AnswerSpec.checkedStatus(String.valueOf(n)))));
  static final Shape<String> PROBE_PATH =
      scalar(
          "a path",
          text -> Optional.of(ProbeRequest.DEFAULT.withPath(text.value()).path()),
          References::escaped,
          Scalars.TEXT);

  static final Shape<Value> VALUE = value(Shapes::beforeResponse);
  static final Shape<List<Value>> VALUES = values(VALUE);
  static final Shape<Map<String, List<Value>>> REQUEST_HEADER_VALUES =
      headers(VALUES, Names.REQUEST_HEADERS);
  static final Shape<Map<String, List<Value>>> RESPONSE_HEADER_VALUES =
      headers(values(value(Templates::read)), Names.RESPONSE_HEADERS);
  static final Shape<Map<String, List<Value>>> PARAM_VALUES =
      new SharedShape<>("params", new MapShape<>(VALUES, Names.ANY));
  static final Shape<List<Value>> REQUEST_HEADER_NAMES = names(Names.REQUEST_HEADERS);
  static final Shape<List<Value>> RESPONSE_HEADER_NAMES = names(Names.RESPONSE_HEADERS);
  static final Shape<List<Value>> PARAM_NAMES = names(Names.ANY);
  static final Shape<List<String>> WORDS =
      new ListShape<>(
          "a list of names",
          scalar("a name", Shapes::plain, References::escaped, Scalars.NAME),
          true);
  static final Shape<Map<String, String>> PROBE_HEADERS =
      new MapShape<>(
          secret(
              "text, a number, true or false",
              Shapes::headerValue,
              References::escaped,
              Scalars.ANY),
          Names.TOKENS);

  private Shapes() {}

  static <T> Shape<T> scalar(
      String expected,
      Function<Text, Optional<T>> read,
      Function<T, Object> write,
      Scalars admitted) {
    return new ScalarShape<>(expected, false, admitted, format(read, write));
  }

  private static <T> Shape<T> secret(
      String expected,
      Function<Text, Optional<T>> read,
      Function<T, Object> write,
      Scalars admitted) {
    return new ScalarShape<>(expected, true, admitted, format(read, write));
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

  /** What the names of backends and refinements may be. */
  static Schema labelNames() {
    return Schema.of("title", "a label").with("pattern", LABELS).with("maxLength", LONGEST_LABEL);
  }

  private static Shape<Value> value(Function<Text, Template> read) {
    return secret(
        "text, a number, true or false",
        text -> Optional.of(read.apply(Templates.onOneLine(text))),
        Templates::writeOnOneLine,
        Scalars.ANY);
  }

  private static Shape<List<Value>> values(Shape<Value> value) {
    return new SharedShape<>(
        "values", new ListShape<>("text, a number, true, false or a list of them", value, true));
  }

  private static Shape<Map<String, List<Value>>> headers(Shape<List<Value>> values, Names names) {
    return new SharedShape<>("headers", new MapShape<>(values, names));
  }

  private static Shape<List<Value>> names(Names names) {
    return new SharedShape<>(
        "names",
        new ListShape<>(
            "a list of names",
            scalar(
                "a name", text -> Optional.of(name(text, names)), Templates::write, Scalars.NAME),
            true));
  }

  private static Value name(Text text, Names names) {
    Template name = names == Names.RESPONSE_HEADERS ? Templates.read(text) : beforeResponse(text);
    if (name.constant()) {
      names
          .problem(name.plain())
          .ifPresent(
              problem -> {
                throw new IllegalArgumentException(problem);
              });
    }
    return name;
  }

  /** What shapes a request cannot tell of its response. */
  static Template beforeResponse(Text text) {
    Template template = Templates.read(text);
    if (template.needsResponse()) {
      throw new IllegalArgumentException(template + " is not known before the response");
    }
    return template;
  }

  private static boolean isZeroRead(Function<Text, Duration> read) {
    CheckedShapes.Check<String> check =
        text -> read.apply(new Text(text, List.of(new Text.Plain(text))));
    return check.takes("0s");
  }

  static Shape<Duration> duration(Function<Text, Duration> read) {
    return new SharedShape<>(
        () -> isZeroRead(read) ? "duration" : "positive_duration",
        scalar(
            "a duration such as 2s",
            text -> Optional.of(read.apply(text)),
            Durations::format,
            Scalars.durations(() -> isZeroRead(read))));
  }

  static Shape<Integer> whole(int least, int most, String range) {
    return scalar(
        "a whole number",
        text -> whole(text.value(), least, most, range).map(Long::intValue),
        n -> n,
        Scalars.whole(least, most));
  }

  static Optional<Long> whole(String text, long least, long most, String range) {
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
        Scalars.words(values.keySet(), first, more));
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
    if (text.value().isBlank() && !text.referring()) {
      return Optional.of(Optional.empty());
    }
    Template path = beforeResponse(text);
    PathSpec.problem(path)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    return Optional.of(Optional.of(path));
  }

  private static Optional<Optional<Credentials>> login(Text text) {
    if (text.value().isBlank() && !text.referring()) {
      return Optional.of(Optional.empty());
    }
    return Optional.of(Optional.of(Credentials.basic(beforeResponse(text))));
  }

  private static String written(Optional<Credentials> login) {
    return login.map(found -> Templates.write(found.value())).orElse("");
  }

  private static Optional<Optional<String>> host(Text text) {
    Hosts.problem(text.value())
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    return Optional.of(Optional.of(text.value()));
  }

  private static Optional<Value> status(Text text) {
    if (text.value().isBlank() && !text.referring()) {
      return Optional.empty();
    }
    Template template = Templates.read(text);
    Value status =
        template.constant() ? Value.of(AnswerSpec.checkedStatus(template.plain())) : template;
    return Optional.of(status);
  }

  private static Object writtenStatus(Value status) {
    return status instanceof Value.Plain plain ? plain.value() : Templates.write(status);
  }

  private static Optional<String> headerValue(Text text) {
    String value = Templates.onOneLine(text.value());
    try {
      return Optional.of(ProbeRequest.DEFAULT.withHeaders(Map.of("X", value))).map(any -> value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a header value (expected: visible ASCII)", e);
    }
  }
}
