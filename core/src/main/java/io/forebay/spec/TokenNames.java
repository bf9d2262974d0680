package io.forebay.spec;

import io.forebay.spec.TokenBody.Items;
import io.forebay.spec.TokenBody.Members;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which tokens values name as {@code {token.NAME}}, and which of those there are not. Pure. */
public final class TokenNames {
  private TokenNames() {}

  /**
   * What is wrong with the tokens that manners name, by the attribute that names them; empty if
   * nothing is. What a function asks for nobody knows before it is called.
   *
   * @param attributes those that are looked at
   * @param tokens the tokens that there are
   */
  public static Map<ExchangeAttribute<?>, String> problems(
      ExchangeSpec manners, Collection<ExchangeAttribute<?>> attributes, TokenSources tokens) {
    Map<ExchangeAttribute<?>, String> problems = new LinkedHashMap<>();
    Set<String> unknown = new TreeSet<>();
    for (ExchangeAttribute<?> attribute : attributes) {
      collect(attribute.of(manners), unknown);
      if (!unknown.isEmpty()) { // Seldom, and definitions of thousands of backends come by here.
        Set<String> known = new TreeSet<>(tokens.names());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
          problems.put(attribute, problem(unknown, known));
          unknown.clear();
        }
      }
    }
    return problems;
  }

  private static String problem(Set<String> unknown, Set<String> known) {
    return shown(unknown)
        + ": the backend has no such token (expected: "
        + (known.isEmpty() ? "a token_request of that name" : "one of " + shown(known))
        + ")";
  }

  private static String shown(Set<String> names) {
    return "{token." + String.join("}, {token.", names) + "}";
  }

  /** Whether a value names a token, so that what comes of it is secret. */
  public static boolean within(Value value) {
    return value instanceof Template template && !template.tokens().isEmpty();
  }

  /**
   * Refuses values that name a token where tokens are not known yet: all of a backend are asked for
   * at the same time.
   */
  static void requireNone(String key, Object values) {
    Set<String> names = new TreeSet<>();
    collect(values, names);
    if (!names.isEmpty()) {
      throw new IllegalArgumentException(
          key + ": " + shown(names) + " is not known yet (expected: no token of the same backend)");
    }
  }

  /** The names within a value of an attribute, whatever it is made of. */
  private static void collect(@Nullable Object value, Set<String> names) {
    if (value instanceof Template template) {
      names.addAll(template.tokens());
    } else if (value instanceof Optional<?> maybe) {
      collect(maybe.orElse(null), names);
    } else if (value instanceof Collection<?> several) {
      for (Object each : several) {
        collect(each, names);
      }
    } else if (value instanceof Map<?, ?> map) {
      collect(map.values(), names);
    } else if (value instanceof Credentials login) {
      collect(login.value(), names);
    } else {
      collectBody(value, names);
    }
  }

  private static void collectBody(@Nullable Object value, Set<String> names) {
    if (value instanceof TokenBody.Text text) {
      collect(text.value(), names);
    } else if (value instanceof TokenBody.Form form) {
      collect(form.fields(), names);
    } else if (value instanceof TokenBody.Json json) {
      collect(json.value(), names);
    } else if (value instanceof Items items) {
      collect(items.items(), names);
    } else if (value instanceof Members members) {
      collect(members.members(), names);
    }
  }
}
