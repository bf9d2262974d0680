package io.forebay.config.internal.couper;

import io.forebay.config.internal.couper.Known.Many;
import io.forebay.config.internal.couper.Known.Single;
import io.forebay.config.internal.couper.Known.Unsayable;
import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.Durations;
import io.forebay.spec.Template;
import io.forebay.spec.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An attribute's value, converted as HCL does: text into numbers and back. What is wrong is found,
 * what cannot be said is noted, and then there is no value. Immutable.
 *
 * @param place where it stands, such as {@code backend 'users': tls}
 * @param name the attribute's name
 */
record Argument(String place, String name, Known value, Report report) {
  private static final int MOST_DIGITS = 40;

  int at() {
    return value.at();
  }

  /** Whether it is {@code null}. */
  boolean absent() {
    return value instanceof Known.Nothing;
  }

  /** Whether it is {@code null}, or text of blanks alone. */
  boolean blank() {
    return absent()
        || (value instanceof Single single
            && single.value() instanceof Template template
            && template.constant()
            && template.plain().isBlank());
  }

  void wrong(Supplier<String> problem) {
    report.wrong(at(), () -> place + ": " + name + ": " + problem.get());
  }

  void note(String what) {
    report.note(at(), place + ": " + name + ": " + what);
  }

  /** A part of it. */
  Argument part(String inner, Known found) {
    return new Argument(place, name + "." + Shown.of(inner), found, report);
  }

  /** A value of another type; it is shown unless a secret may stand in it. */
  void mismatch(String expected) {
    wrong(() -> "Unsuitable value type (expected: " + expected + ")");
  }

  /** Text, a number or a truth value, perhaps with references. */
  Optional<Value> single(String expected) {
    if (value instanceof Single single) {
      return Optional.of(single.value());
    }
    if (value instanceof Unsayable unsayable) {
      note("depends on " + unsayable.why() + ", which no definition can say: left out");
    } else if (!absent()) {
      mismatch(expected);
    }
    return Optional.empty();
  }

  /** A value that no call changes. */
  private Optional<Template> constant(String expected) {
    return single(expected)
        .filter(
            found -> {
              if (!found.constant()) {
                note("depends on the call, which no definition can say: left out");
              }
              return found.constant();
            })
        .map(TemplateParts::text);
  }

  /** Text that no call changes; what the environment says is said now. */
  Optional<String> text() {
    Optional<Template> found = constant("text");
    if (found.isPresent() && found.get().secret()) {
      note("what the environment says is taken now, and written as text");
    }
    return found.map(Template::plain);
  }

  /** Text whose references are kept. */
  Optional<Template> referring() {
    return constant("text");
  }

  /** Reads text; what it complains about is found, but never tells what the environment says. */
  <T> Optional<T> text(String expected, Function<String, T> read) {
    return text().flatMap(found -> attempt(expected, () -> read.apply(found)));
  }

  /** Computes something; what it complains about is found, the attribute's name once. */
  <T> Optional<T> attempt(String expected, Supplier<T> made) {
    try {
      return Optional.of(made.get());
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      String told =
          message.startsWith(name + ": ") ? message.substring(name.length() + 2) : message;
      wrong(() -> secret() ? "the environment leads to no " + expected : told);
      return Optional.empty();
    }
  }

  boolean secret() {
    return value instanceof Single single && single.secret();
  }

  Optional<Duration> duration() {
    return text().filter(found -> !found.isBlank()).flatMap(this::duration);
  }

  private Optional<Duration> duration(String found) {
    return attempt("duration", () -> Durations.parse(found));
  }

  Optional<Boolean> truth() {
    Optional<Template> found = constant("true or false");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    return switch (found.get().plain()) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> {
        mismatch("true or false");
        yield Optional.empty();
      }
    };
  }

  /** A whole number within the range of an int; larger ones stop at its end. */
  Optional<Integer> whole() {
    Optional<BigDecimal> number = constant("a whole number").flatMap(this::number);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal found = number.get();
    if (found.stripTrailingZeros().scale() > 0) {
      mismatch("a whole number");
      return Optional.empty();
    }
    BigDecimal most = BigDecimal.valueOf(Integer.MAX_VALUE);
    if (found.abs().compareTo(most) > 0) {
      wrong(() -> "too large (expected: at most " + most + ")");
      return Optional.empty();
    }
    return Optional.of(found.intValue());
  }

  private Optional<BigDecimal> number(Template text) {
    String plain = text.plain().strip();
    if (plain.length() <= MOST_DIGITS && plain.matches("-?[0-9]+(\\.[0-9]+)?")) {
      return Optional.of(new BigDecimal(plain));
    }
    mismatch("a whole number");
    return Optional.empty();
  }

  /** The items of a list; a value alone is a list of it, where {@code lenient}. */
  Optional<Many> items(boolean lenient) {
    if (value instanceof Many many) {
      return Optional.of(many);
    }
    if (lenient && value instanceof Single) {
      return Optional.of(new Many(at(), List.of(value)));
    }
    if (value instanceof Unsayable) {
      single("a list");
    } else if (!absent()) {
      mismatch("a list");
    }
    return Optional.empty();
  }

  /** The lines of a mapping. */
  Optional<Known.Tree> tree() {
    if (value instanceof Known.Tree tree) {
      return Optional.of(tree);
    }
    if (value instanceof Unsayable) {
      single("a mapping");
    } else if (!absent()) {
      mismatch("a mapping");
    }
    return Optional.empty();
  }
}
