package io.forebay.spec;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that may depend on the call: a {@link Template}, which is a constant when it has no
 * variables, or a function of the call. Immutable; functions must be thread-safe.
 *
 * <p>Source: wherever Couper evaluates an expression per request.
 */
public sealed interface Value permits Template, Value.Computed {

  /**
   * A function of the call. Only Java can say this, no text form can.
   *
   * @param function called once per attempt; null means "no value": set keeps, add adds nothing
   */
  record Computed(Function<CallView, @Nullable String> function) implements Value {
    @Override
    public @Nullable String resolve(CallView call) {
      return function.apply(call);
    }

    @Override
    public Set<String> variables() {
      return Set.of();
    }

    /** Says only that it is computed. */
    @Override
    public String toString() {
      return "(computed)";
    }
  }

  /**
   * The value for one call.
   *
   * @return the text, or null for "no value"
   * @throws UnboundVariableException if the call binds no value to one of {@link #variables}
   */
  @Nullable String resolve(CallView call);

  /** The variables that a call has to bind. */
  Set<String> variables();

  /** A constant, taken as it stands: braces have no meaning. */
  static Value of(String text) {
    return new Template(List.of(new Template.Literal(text, "")));
  }

  /**
   * A constant that is never printed: not in logs, messages, {@code toString} or {@code explain}.
   */
  static Value secret(String text) {
    return new Template(List.of(new Template.Literal(text, Template.SECRET)));
  }

  /**
   * A text with variables, bound per call: a name in braces. A doubled opening brace stands for one
   * brace; braces around anything but a name are taken as they stand.
   */
  static Value template(String text) {
    return Template.parse(text);
  }

  /** A function of the call; it returns null for "no value". */
  static Value computed(Function<CallView, @Nullable String> function) {
    return new Computed(function);
  }
}
