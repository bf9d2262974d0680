package io.forebay.config.internal.couper;

import io.forebay.spec.AnswerSpec;
import io.forebay.spec.Credentials;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeAttribute.EditsAttributes;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.PathSpec;
import io.forebay.spec.Refinement;
import io.forebay.spec.Template;
import io.forebay.spec.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The attributes that a refinement may have: their names, and how each is read. */
final class ExchangeAttributes {
  private static final Map<String, Row<?>> ROWS = new LinkedHashMap<>();

  static {
    add(ExchangeAttribute.PATH, ExchangeAttributes::path);
    add(ExchangeAttribute.PATH_PREFIX, ExchangeAttributes::path);
    add(ExchangeAttribute.BASIC_AUTH, ExchangeAttributes::login);
    add(ExchangeAttribute.RESPONSE_STATUS, ExchangeAttributes::status);
    edits(ExchangeAttribute.REQUEST_HEADERS, EditValues.Kind.REQUEST_HEADERS);
    edits(ExchangeAttribute.QUERY_PARAMS, EditValues.Kind.PARAMS);
    edits(ExchangeAttribute.FORM_PARAMS, EditValues.Kind.PARAMS);
    edits(ExchangeAttribute.RESPONSE_HEADERS, EditValues.Kind.RESPONSE_HEADERS);
    add(ExchangeAttribute.CUSTOM_LOG_FIELDS, LogFieldsReader::read);
    add(ExchangeAttribute.CONNECT_TIMEOUT, Argument::duration);
    add(ExchangeAttribute.TTFB_TIMEOUT, Argument::duration);
    add(ExchangeAttribute.TIMEOUT, Argument::duration);
    add(ExchangeAttribute.USE_WHEN_UNHEALTHY, ExchangeAttributes::useWhenUnhealthy);
  }

  private ExchangeAttributes() {}

  private static <T> void add(
      ExchangeAttribute<T> attribute, Function<Argument, Optional<T>> read) {
    ROWS.put(attribute.key(), new Row<>(attribute, read));
  }

  private static void edits(EditsAttributes edits, EditValues.Kind kind) {
    add(edits.remove(), argument -> Optional.of(EditValues.names(argument, kind)));
    add(edits.set(), argument -> Optional.of(EditValues.values(argument, kind)));
    add(edits.add(), argument -> Optional.of(EditValues.values(argument, kind)));
  }

  /** The attributes that are read here. */
  static Stream<String> names() {
    return ROWS.keySet().stream();
  }

  static boolean isOne(String name) {
    return ROWS.containsKey(name);
  }

  /** The manners with an attribute read; as they are if it says nothing. */
  static ExchangeSpec read(Argument argument, ExchangeSpec spec) {
    Row<?> row = ROWS.get(argument.name());
    return row == null ? spec : row.read(argument, spec);
  }

  /** The refinement with an attribute read; as it is if it says nothing. */
  static Refinement read(Argument argument, Refinement refinement) {
    Row<?> row = ROWS.get(argument.name());
    return row == null ? refinement : row.read(argument, refinement);
  }

  /**
   * One attribute.
   *
   * @param reader its value; empty: it says nothing, or what it says was found or noted
   */
  private record Row<T>(ExchangeAttribute<T> attribute, Function<Argument, Optional<T>> reader) {

    ExchangeSpec read(Argument argument, ExchangeSpec spec) {
      return value(argument).map(found -> attribute.replacedIn(spec, found)).orElse(spec);
    }

    Refinement read(Argument argument, Refinement refinement) {
      return value(argument).map(found -> refinement.with(attribute, found)).orElse(refinement);
    }

    /** The value, if the exchange takes it. */
    private Optional<T> value(Argument argument) {
      return reader
          .apply(argument)
          .filter(
              found ->
                  argument
                      .attempt("value", () -> attribute.replacedIn(ExchangeSpec.DEFAULT, found))
                      .isPresent());
    }
  }

  private static Optional<Optional<Value>> path(Argument argument) {
    Optional<Value> value = argument.single("text");
    if (value.isEmpty()) {
      return argument.absent() ? Optional.of(Optional.empty()) : Optional.empty();
    }
    Template path = TemplateParts.text(value.get());
    if (path.constant() && path.plain().isBlank()) {
      return Optional.of(Optional.empty());
    }
    if (tooEarly(argument, path)) {
      return Optional.empty();
    }
    Optional<String> problem = PathSpec.problem(path);
    if (problem.isPresent()) {
      argument.wrong(() -> argument.name() + " attribute: " + problem.get());
      return Optional.empty();
    }
    if (path.parts().stream().anyMatch(ExchangeAttributes::encoded)) {
      argument.note("its percent signs are sent as they are, Couper encodes them again");
    }
    return Optional.of(Optional.of(path));
  }

  private static boolean encoded(Template.Part part) {
    return part instanceof Template.Literal literal && literal.text().indexOf('%') >= 0;
  }

  /** Notes that a value is not known before the response. */
  static boolean tooEarly(Argument argument, Value value) {
    if (value.needsResponse()) {
      argument.note("is not known before the response: left out");
    }
    return value.needsResponse();
  }

  private static Optional<Optional<Credentials>> login(Argument argument) {
    Optional<Value> value = argument.single("text user:password");
    if (value.isEmpty()) {
      return argument.absent() ? Optional.of(Optional.empty()) : Optional.empty();
    }
    Template login = TemplateParts.text(value.get());
    if (login.constant() && login.plain().isBlank()) {
      return Optional.of(Optional.empty());
    }
    return tooEarly(argument, login)
        ? Optional.empty()
        : argument.attempt("login", () -> Optional.of(Credentials.basic(login)));
  }

  private static Optional<Optional<Value>> status(Argument argument) {
    Optional<Value> value = argument.single("a status");
    if (value.isEmpty()) {
      return argument.absent() ? Optional.of(Optional.empty()) : Optional.empty();
    }
    if (!value.get().constant()) {
      return Optional.of(value);
    }
    String text = TemplateParts.text(value.get()).plain();
    if (text.matches("1[0-9][0-9]")) {
      argument.note("an informational status, which no exchange can end with: left out");
      return Optional.empty();
    }
    return argument.attempt("status", () -> Optional.of(Value.of(AnswerSpec.checkedStatus(text))));
  }

  /** Text is ignored here and nowhere else (Couper). */
  private static Optional<Boolean> useWhenUnhealthy(Argument argument) {
    if (argument.value() instanceof Known.Single single
        && single.value() instanceof Template
        && single.value().constant()) {
      argument.note("text, which Couper takes for false: left out");
      return Optional.empty();
    }
    return argument.truth();
  }

  /** How long an exchange may wait for a connection: as long as it may take (Couper). */
  static Duration permit(Duration timeout) {
    return timeout.isZero() ? Duration.ofDays(3653) : timeout;
  }
}
