package io.forebay.config.internal.couper;

import io.forebay.config.internal.couper.Known.Field;
import io.forebay.config.internal.couper.Known.Many;
import io.forebay.config.internal.couper.Known.Single;
import io.forebay.config.internal.couper.Known.Unsayable;
import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.HeaderNames;
import io.forebay.spec.Template;
import io.forebay.spec.Tokens;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the values of {@code set_…}, {@code add_…} and {@code remove_…}. */
final class EditValues {

  /** What is edited. */
  enum Kind {
    REQUEST_HEADERS,
    RESPONSE_HEADERS,
    PARAMS;

    Optional<String> problem(String name) {
      return switch (this) {
        case REQUEST_HEADERS -> HeaderNames.problemInRequest(name);
        case RESPONSE_HEADERS -> HeaderNames.problem(name);
        case PARAMS -> Optional.empty();
      };
    }
  }

  private EditValues() {}

  /** The names of a list; those that cannot be said are noted and left out. */
  static List<Value> names(Argument argument, Kind kind) {
    List<Value> names = new ArrayList<>();
    for (Known item : items(argument)) {
      Argument part = new Argument(argument.place(), argument.name(), item, argument.report());
      part.single("a list of names")
          .map(TemplateParts::onOneLine)
          .filter(name -> kind == Kind.RESPONSE_HEADERS || !ExchangeAttributes.tooEarly(part, name))
          .filter(name -> !name.constant() || fits(part, name.plain(), kind))
          .ifPresent(names::add);
    }
    return names;
  }

  /** A mapping stands for its values (Couper). */
  private static List<Known> items(Argument argument) {
    return argument.value() instanceof Known.Tree tree
        ? tree.fields().stream().map(Field::value).toList()
        : argument.items(true).map(Many::items).orElse(List.of());
  }

  private static boolean fits(Argument argument, String name, Kind kind) {
    Optional<String> problem = kind.problem(name);
    if (problem.isEmpty()) {
      return true;
    }
    if (Tokens.isToken(name)) {
      argument.note("'" + Shown.of(name) + "' is not an edit's to change: left out, as in Couper");
    } else {
      argument.wrong(
          () ->
              (argument.secret() ? "a name that the environment says" : "'" + Shown.of(name) + "'")
                  + " is "
                  + problem.get());
    }
    return false;
  }

  /** The values of a mapping by name; those that cannot be said are noted and left out. */
  static Map<String, List<Value>> values(Argument argument, Kind kind) {
    Map<String, List<Value>> values = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (Field field : argument.tree().map(Known.Tree::fields).orElse(List.of())) {
      Argument part = argument.part(field.name(), field.value());
      Argument key = argument.part(field.name(), new Known.Nothing(field.at()));
      unique(key, field.name(), kind, seen);
      if (fits(key, field.name(), kind)) {
        valuesOf(part, kind).ifPresent(found -> values.put(field.name(), found));
      }
    }
    return values;
  }

  private static void unique(Argument argument, String name, Kind kind, Set<String> seen) {
    String folded = kind == Kind.PARAMS ? name : name.toLowerCase(Locale.ROOT);
    if (seen.add(folded)) {
      return;
    }
    if (kind == Kind.PARAMS) {
      argument.note("stands there twice: the last one is taken");
    } else {
      argument.wrong(() -> "key in an attribute must be unique: '" + Shown.of(folded) + "'");
    }
  }

  /**
   * The values of one name; empty: it is left out. Lists and mappings within a list say nothing.
   */
  private static Optional<List<Value>> valuesOf(Argument argument, Kind kind) {
    Known known = argument.value();
    if (known instanceof Known.Nothing) {
      return Optional.empty();
    }
    if (known instanceof Known.Tree) {
      return Optional.of(List.of());
    }
    List<Value> values = new ArrayList<>();
    for (Known item : known instanceof Many many ? many.items() : List.of(known)) {
      Argument part = new Argument(argument.place(), argument.name(), item, argument.report());
      if (item instanceof Single || item instanceof Unsayable) {
        part.single("text")
            .map(TemplateParts::onOneLine)
            .filter(value -> mayStand(part, value, kind))
            .ifPresent(values::add);
      } else if (!(item instanceof Known.Nothing)) {
        part.note("a list or a mapping within a list: left out, as in Couper");
      }
    }
    boolean noneLeft = values.isEmpty() && !(known instanceof Many many && many.items().isEmpty());
    return noneLeft ? Optional.empty() : Optional.of(values);
  }

  private static boolean mayStand(Argument argument, Template value, Kind kind) {
    return kind == Kind.RESPONSE_HEADERS || !ExchangeAttributes.tooEarly(argument, value);
  }
}
