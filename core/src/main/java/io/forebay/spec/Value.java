package io.forebay.spec;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that may depend on the call: a {@link Template}, which is a constant when it has neither
 * variables nor references; a number or a boolean; or a function of the call. In a JSON document it
 * stands for itself. Immutable; functions must be thread-safe.
 *
 * <p>Source: wherever Couper evaluates an expression per request.
 */
public sealed interface Value extends TokenBody.JsonPart
    permits Template, Value.Plain, Value.Computed {

  /**
   * A number or a boolean, which keeps its type where there are types and is printed plainly where
   * there are none.
   *
   * @param value a {@link BigDecimal} or a {@link Boolean}
   */
  record Plain(Object value) implements Value {
    private static final int MOST_DIGITS = 1_000;

    /**
     * Checks the type, and that the number can be printed plainly.
     *
     * @throws IllegalArgumentException if it is neither, or a number of more than 1,000 digits
     */
    public Plain {
      if (!(value instanceof BigDecimal) && !(value instanceof Boolean)) {
        throw new IllegalArgumentException("value: neither a BigDecimal nor a Boolean");
      }
      if (value instanceof BigDecimal number
          && (Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS)) {
        throw new IllegalArgumentException(
            "value: a number of more than " + MOST_DIGITS + " digits");
      }
    }

    @Override
    public Object typed(CallView call) {
      return value;
    }

    @Override
    public Set<String> variables() {
      return Set.of();
    }

    @Override
    public boolean needsResponse() {
      return false;
    }

    @Override
    public boolean constant() {
      return true;
    }

    /** Printed plainly. */
    @Override
    public String toString() {
      return text(value);
    }
  }

  /**
   * A function of the call. Only Java can say this, no text form can.
   *
   * @param function called once per attempt; it returns text, a number, a boolean or a list of
   *     these, or null for "no value": set keeps, add adds nothing
   */
  record Computed(Function<CallView, ? extends @Nullable Object> function) implements Value {
    @Override
    public @Nullable Object typed(CallView call) {
      return function.apply(call);
    }

    @Override
    public Set<String> variables() {
      return Set.of();
    }

    @Override
    public boolean needsResponse() {
      return false;
    }

    @Override
    public boolean constant() {
      return false;
    }

    /** Says only that it is computed. */
    @Override
    public String toString() {
      return "(computed)";
    }
  }

  /**
   * The value for one call, with its type.
   *
   * @return text, a number, a boolean or a list of these; null for "no value"
   * @throws UnboundVariableException if the call binds no value to one of {@link #variables}
   */
  @Nullable Object typed(CallView call);

  /**
   * The value for one call, as text.
   *
   * @return the text, or null for "no value"
   * @throws UnboundVariableException if the call binds no value to one of {@link #variables}
   */
  default @Nullable String resolve(CallView call) {
    Object value = typed(call);
    return value == null ? null : text(value);
  }

  /** The variables that a call has to bind. */
  Set<String> variables();

  /** Whether it is certain to need the response, so that it cannot shape the request. */
  boolean needsResponse();

  /** Whether every call gets the same value. */
  boolean constant();

  /** A value as text: numbers without exponent, everything else as it prints. */
  static String text(Object value) {
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    boolean binary = value instanceof Double || value instanceof Float;
    if (binary && Double.isFinite(((Number) value).doubleValue())) {
      return new BigDecimal(value.toString()).toPlainString();
    }
    return value.toString();
  }

  /** A constant, taken as it stands: braces have no meaning. */
  static Value of(String text) {
    return new Template(List.of(new Template.Literal(text, "")));
  }

  /** A number. */
  static Value of(long number) {
    return new Plain(BigDecimal.valueOf(number));
  }

  /** A number. */
  static Value of(BigDecimal number) {
    return new Plain(number);
  }

  /** A boolean. */
  static Value of(boolean truth) {
    return new Plain(truth);
  }

  /**
   * A constant that is never printed: not in logs, messages, {@code toString} or {@code explain}.
   */
  static Value secret(String text) {
    return new Template(List.of(new Template.Literal(text, Template.SECRET)));
  }

  /**
   * A text with variables, bound per call: a name in braces; and with references, whose names start
   * with {@code request.}, {@code backend.}, {@code backend_request.} or {@code backend_response.},
   * see {@link Reference}. A doubled opening brace stands for one brace; braces around anything but
   * a name are taken as they stand.
   *
   * @throws IllegalArgumentException if a reference is not known
   */
  static Value template(String text) {
    return Template.parse(text);
  }

  /** A function of the call, thread-safe; see {@link Computed}. */
  static Value computed(Function<CallView, ? extends @Nullable Object> function) {
    return new Computed(function);
  }
}
