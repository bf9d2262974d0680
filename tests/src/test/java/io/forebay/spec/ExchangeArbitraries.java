package io.forebay.spec;

import io.forebay.health.StatusRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random values for every attribute of an exchange, whatever attributes there are. */
final class ExchangeArbitraries {
  private ExchangeArbitraries() {}

  /** An attribute and a value of its type. */
  record Change<T>(ExchangeAttribute<T> attribute, T value) {

    Refinement addedTo(Refinement refinement) {
      return refinement.with(attribute, value);
    }

    ExchangeSpec madeTo(ExchangeSpec spec) {
      return attribute.replacedIn(spec, value);
    }

    boolean isIn(ExchangeSpec spec) {
      return attribute.of(spec).equals(value);
    }
  }

  static Arbitrary<Change<?>> changes() {
    return Arbitraries.of(ExchangeAttribute.all()).flatMap(ExchangeArbitraries::changesOf);
  }

  static Arbitrary<Refinement> refinements() {
    return changes()
        .list()
        .ofMaxSize(8)
        .map(
            changes -> {
              Refinement refinement = Refinement.NONE;
              for (Change<?> change : changes) {
                refinement = change.addedTo(refinement);
              }
              return refinement;
            });
  }

  static Arbitrary<ExchangeSpec> specs() {
    return refinements().map(refinement -> refinement.appliedTo(ExchangeSpec.DEFAULT));
  }

  private static <T> Arbitrary<Change<?>> changesOf(ExchangeAttribute<T> attribute) {
    return valuesOf(attribute).map(value -> new Change<>(attribute, value));
  }

  @SuppressWarnings("unchecked") // The default tells the type; a new type of attribute fails here.
  private static <T> Arbitrary<T> valuesOf(ExchangeAttribute<T> attribute) {
    Object normal = attribute.of(ExchangeSpec.DEFAULT);
    Arbitrary<?> values;
    if (normal instanceof Duration) {
      values = durations();
    } else if (normal instanceof Boolean) {
      values = Arbitraries.of(true, false);
    } else if (normal instanceof Long) {
      values = Arbitraries.longs().greaterOrEqual(0);
    } else if (normal instanceof BodySpec.Silence) {
      values = Arbitraries.of(BodySpec.Silence.class);
    } else if (attribute == (Object) ExchangeAttribute.EXPECTED_STATUS) {
      values = Arbitraries.of(StatusRange.of(418), new StatusRange(200, 299)).list().ofMaxSize(3);
    } else if (normal instanceof List) {
      values = texts().list().ofMaxSize(3);
    } else if (normal instanceof Map) {
      values = Arbitraries.maps(names(), texts().list().ofMaxSize(2)).ofMaxSize(3);
    } else if (attribute == (Object) ExchangeAttribute.BASIC_AUTH) {
      values = texts().map(Credentials::basic).optional();
    } else if (attribute == (Object) ExchangeAttribute.OVERRIDE_HOST) {
      values = names().optional();
    } else if (attribute == (Object) ExchangeAttribute.RETRIES) {
      values = retries().optional();
    } else if (attribute == (Object) ExchangeAttribute.RESPONSE_STATUS) {
      values = Arbitraries.integers().between(200, 599).map(Value::of).optional();
    } else if (normal instanceof LogField.Tree) {
      values = Arbitraries.maps(names(), logFields()).ofMaxSize(3).map(LogField.Tree::new);
    } else if (normal instanceof Optional) {
      values = texts().optional();
    } else {
      throw new AssertionError("no arbitrary for " + attribute + ", which is a " + normal);
    }
    return (Arbitrary<T>) values;
  }

  /** Without a deadline header, whose value no two exchanges have in common. */
  private static Arbitrary<RetrySpec> retries() {
    return Arbitraries.of(
        RetrySpec.NONE,
        RetrySpec.DEFAULT,
        RetrySpec.DEFAULT.withAttempts(3).withHedge(HedgeSpec.DEFAULT));
  }

  private static Arbitrary<LogField> logFields() {
    Arbitrary<LogField> single =
        Arbitraries.oneOf(
                names().map(Value::of),
                names().map(name -> Value.template("{" + name + "}")),
                Arbitraries.of("{backend_response.status}", "{backend_request.path}")
                    .map(Value::template),
                Arbitraries.integers().map(Value::of))
            .map(LogField::of);
    return Arbitraries.oneOf(
        single,
        single.list().ofMaxSize(2).map(LogField.Many::new),
        Arbitraries.maps(names(), single).ofMaxSize(2).map(LogField.Tree::new));
  }

  private static Arbitrary<Duration> durations() {
    return Arbitraries.longs().between(0, 100_000).map(Duration::ofMillis);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings().withChars("abc").ofMinLength(1).ofMaxLength(3);
  }

  private static Arbitrary<Value> texts() {
    return Arbitraries.oneOf(
        names().map(Value::of),
        names().map(Value::secret),
        names().map(name -> Value.template("/{" + name + "}")),
        names().map(name -> Value.template("{request.headers." + name + "}")),
        Arbitraries.of("{request.path}", "{request.query.a}x", "{backend.name}")
            .map(Value::template),
        Arbitraries.integers().map(Value::of),
        Arbitraries.of(true, false).map(Value::of));
  }
}
