package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Which scalars a shape admits, for reader and schema alike. Whatever it says, a text with a
 * reference is admitted too. Immutable.
 *
 * @param kinds of which kinds they are: the reader refuses others
 * @param own what the schema says of them; asked for only then, for it may ask records
 */
record Scalars(Set<Kind> kinds, Supplier<Schema> own) {
  /** Any text. */
  static final Scalars TEXT = of(Kind.TEXT);

  /** Any text that is not blank. */
  static final Scalars FILLED = text("[^ \\t\\r\\n]");

  /** Any text, and a number for its digits. */
  static final Scalars NAME = TEXT.or(of(Kind.NUMBER));

  /** True or false. */
  static final Scalars TRUTH = of(Kind.BOOLEAN);

  /** Any text, and a number or a boolean for what is written. */
  static final Scalars ANY = NAME.or(TRUTH);

  /** An absolute URL without path, query or user. */
  static final Scalars URL = text("^\\s*[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\s]+/?\\s*$");

  private static final String TYPE = "type";
  private static final String PATTERN = "pattern";
  private static final String STRING = "string";
  private static final String REFERENCE = "\\$\\{(env|file):[^}]+\\}";

  // What an escape yields, the reader finds out.
  private static final String OR_REFERENCE = "|\\$\\{";

  // The grammar of Durations.
  private static final String UNIT = "(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h)";
  private static final String SOME = "\\+?(?:(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)" + UNIT + ")+";
  private static final String NONE = "[-+]?0|-(?:(?:0+\\.?0*|\\.0+)" + UNIT + ")+";

  /** A duration; zero may be a number. */
  static final Scalars DURATION = text("^(?:" + NONE + "|" + SOME + ")$").or(whole(0, 0));

  private static final Scalars POSITIVE_DURATION = text("^(?=.*[1-9])" + SOME + "$");

  private static Scalars of(Kind kind) {
    return new Scalars(Set.of(kind), () -> Schema.of(TYPE, List.of(Schema.typeOf(kind))));
  }

  /** Texts in which a pattern is found (ECMA 262). */
  static Scalars text(String pattern) {
    return TEXT.with(own -> own.with(PATTERN, pattern));
  }

  /** Durations, which may be above zero only. The reader looks at numbers to say what they lack. */
  static Scalars durations(BooleanSupplier zero) {
    return new Scalars(
        DURATION.kinds, () -> (zero.getAsBoolean() ? DURATION : POSITIVE_DURATION).own.get());
  }

  /** Numbers, whole or not, that some keywords narrow. */
  static Scalars numbers(Supplier<Schema> keywords) {
    return of(Kind.NUMBER).with(own -> own.with(keywords.get()));
  }

  /** Whole numbers in a range. */
  static Scalars whole(long least, long most) {
    return whole(() -> List.of(new Ranges.Range(least, most)));
  }

  /** Whole numbers that a record takes. */
  static Scalars whole(CheckedShapes.Check<Integer> check) {
    return whole(() -> Ranges.of(check));
  }

  private static Scalars whole(Supplier<List<Ranges.Range>> ranges) {
    return numbers(() -> Schema.of(TYPE, List.of("integer")).with(Ranges.schema(ranges.get())));
  }

  /** Words, which may be numbers for their digits where that kind is among the kinds. */
  static Scalars words(Collection<String> words, Kind first, Kind... more) {
    List<Object> all = new ArrayList<>(new TreeSet<>(words));
    if (Arrays.asList(more).contains(Kind.NUMBER)) {
      new TreeSet<>(words).forEach(word -> all.add(new BigDecimal(word)));
    }
    return new Scalars(EnumSet.of(first, more), () -> Schema.of("enum", all));
  }

  /** These, and others of another kind. */
  Scalars or(Scalars others) {
    Set<Kind> all = EnumSet.copyOf(kinds);
    all.addAll(others.kinds);
    return new Scalars(all, () -> together(own.get(), others.own.get()));
  }

  private static Schema together(Schema some, Schema others) {
    Set<Object> types = new LinkedHashSet<>(types(some));
    types.addAll(types(others));
    return some.with(others).with(TYPE, List.copyOf(types));
  }

  /** These, and texts in which another pattern is found. */
  Scalars orText(String pattern) {
    return with(own -> own.with(PATTERN, own.keywords().get(PATTERN) + "|" + pattern));
  }

  private Scalars with(UnaryOperator<Schema> change) {
    return new Scalars(kinds, () -> change.apply(own.get()));
  }

  private static List<?> types(Schema schema) {
    return schema.keywords().get(TYPE) instanceof List<?> types ? types : List.of();
  }

  /** What is admitted, as a schema. */
  Schema schema(SchemaParts parts) {
    Schema said = own.get();
    if (said.keywords().containsKey("enum")) {
      return Schema.anyOf(said, reference(parts));
    }
    List<Object> types = new ArrayList<>(types(said));
    if (!types.contains(STRING)) {
      types.add(STRING);
      return said.with(TYPE, types).with(PATTERN, REFERENCE);
    }
    Schema all = said.with(TYPE, types.size() == 1 ? STRING : types);
    Object pattern = said.keywords().get(PATTERN);
    return pattern == null ? all : all.with(PATTERN, pattern + OR_REFERENCE);
  }

  private static Schema reference(SchemaParts parts) {
    return parts.shared(
        "reference",
        () ->
            Schema.of("title", "text with ${env:NAME} or ${file:PATH}")
                .with(TYPE, STRING)
                .with(PATTERN, REFERENCE));
  }
}
