package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.health.Consecutive;
import io.forebay.health.Expectation;
import io.forebay.health.HealthSpec;
import io.forebay.health.ProbeRequest;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeAttribute.EditsAttributes;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Origin;
import io.forebay.spec.TransportSpec;
import io.forebay.spec.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every key of our own form: its name, its shape, what it says of a backend, and whether a
 * refinement may have it. Reading, writing and the guess at misspelt keys follow from this table.
 */
final class Keys {
  /** The keys at the top. */
  static final List<String> TOP = List.of("forebay", "defaults", "backends", "refinements");

  private static final HealthSpec USUAL = HealthSpec.DEFAULT;

  static final Key<HealthSpec, Duration> INTERVAL =
      Key.of("interval", Shapes.POSITIVE_DURATION, HealthSpec::interval, USUAL.interval());
  static final Key<HealthSpec, Duration> PROBE_TIMEOUT =
      Key.of(
          "timeout",
          Shapes.POSITIVE_DURATION,
          spec -> Optional.of(spec.timeout()).filter(limit -> !limit.equals(spec.interval())));
  static final Key<HealthSpec, String> PROBE_PATH =
      Key.of("path", Shapes.PROBE_PATH, spec -> spec.request().path(), USUAL.request().path());
  static final Key<HealthSpec, Map<String, String>> PROBE_HEADERS =
      Key.of("headers", Shapes.PROBE_HEADERS, spec -> spec.request().headers(), Map.of());
  static final Key<HealthSpec, List<Integer>> EXPECTED_STATUS =
      Key.of(
          "expected_status",
          Shapes.STATUSES,
          spec -> spec.expect().statuses(),
          USUAL.expect().statuses());
  static final Key<HealthSpec, String> EXPECTED_TEXT =
      Key.of("expected_text", Shapes.ANY_TEXT, spec -> spec.expect().text(), "");
  static final Key<HealthSpec, Integer> FAILURE_THRESHOLD =
      Key.of(
          "failure_threshold",
          Shapes.COUNT,
          Keys::failureThreshold,
          Consecutive.DEFAULT.failureThreshold());

  private static final KeyTable<HealthSpec> HEALTH_KEYS =
      new KeyTable<>(
          List.of(
              INTERVAL,
              PROBE_TIMEOUT,
              PROBE_PATH,
              PROBE_HEADERS,
              EXPECTED_STATUS,
              EXPECTED_TEXT,
              FAILURE_THRESHOLD));

  static final Key<BackendSpec, Origin> ORIGIN =
      Key.of("origin", Shapes.ORIGIN, spec -> Optional.of(spec.transport().origin()));
  static final Key<BackendSpec, HealthSpec> HEALTH =
      Key.of("health", new BlockShape<>(HEALTH_KEYS, Keys::health), BackendSpec::health);

  /** The keys of a backend. */
  static final KeyTable<BackendSpec> BACKEND = new KeyTable<>(backendKeys());

  /** The keys that {@code defaults} may not have: they tell one origin from another. */
  static final Set<Key<?, ?>> NOT_FOR_DEFAULTS = notForDefaults();

  private Keys() {}

  private static Set<Key<?, ?>> notForDefaults() {
    Set<Key<?, ?>> keys = new HashSet<>(TransportKeys.OF_ONE_ORIGIN);
    keys.add(ORIGIN);
    return Set.copyOf(keys);
  }

  private static List<Key<BackendSpec, ?>> backendKeys() {
    List<Key<BackendSpec, ?>> keys = new ArrayList<>();
    keys.add(ORIGIN);
    keys.add(TransportKeys.HOSTNAME);
    keys.add(Key.of(ExchangeAttribute.OVERRIDE_HOST, Shapes.HOST));
    keys.add(Key.of(ExchangeAttribute.PATH, Shapes.PATH));
    keys.add(Key.of(ExchangeAttribute.PATH_PREFIX, Shapes.PATH));
    EditsAttributes request = ExchangeAttribute.REQUEST_HEADERS;
    add(keys, request, Shapes.REQUEST_HEADER_NAMES, Shapes.REQUEST_HEADER_VALUES);
    add(keys, ExchangeAttribute.QUERY_PARAMS, Shapes.PARAM_NAMES, Shapes.PARAM_VALUES);
    add(keys, ExchangeAttribute.FORM_PARAMS, Shapes.PARAM_NAMES, Shapes.PARAM_VALUES);
    keys.add(Key.of(ExchangeAttribute.RESPONSE_STATUS, Shapes.RESPONSE_STATUS));
    EditsAttributes response = ExchangeAttribute.RESPONSE_HEADERS;
    add(keys, response, Shapes.RESPONSE_HEADER_NAMES, Shapes.RESPONSE_HEADER_VALUES);
    keys.add(Key.of(ExchangeAttribute.CONNECT_TIMEOUT, Shapes.DURATION));
    keys.add(Key.of(ExchangeAttribute.TTFB_TIMEOUT, Shapes.DURATION));
    keys.add(Key.of(ExchangeAttribute.BETWEEN_BYTES_TIMEOUT, Shapes.DURATION));
    keys.add(Key.of(ExchangeAttribute.TIMEOUT, Shapes.DURATION));
    keys.add(Key.of(ExchangeAttribute.PERMIT_TIMEOUT, Shapes.DURATION));
    keys.add(Key.of(ExchangeAttribute.ATTEMPT_TIMEOUT, Shapes.DURATION));
    keys.add(Key.of(ExchangeAttribute.BETWEEN_BYTES_EXPIRY, Shapes.SILENCE));
    keys.add(Key.of(ExchangeAttribute.MAX_RESPONSE_BYTES, Shapes.LONG_COUNT));
    keys.add(Key.of(ExchangeAttribute.BASIC_AUTH, Shapes.LOGIN));
    keys.add(Key.of(ExchangeAttribute.CUSTOM_LOG_FIELDS, LogFieldsShape.FIELDS));
    keys.add(Key.of(ExchangeAttribute.USE_WHEN_UNHEALTHY, Shapes.BOOLEAN));
    TransportKeys.ALL.forEach(keys::addAll);
    keys.add(HEALTH);
    return keys;
  }

  private static void add(
      List<Key<BackendSpec, ?>> keys,
      EditsAttributes edits,
      Shape<List<Value>> names,
      Shape<Map<String, List<Value>>> values) {
    keys.add(Key.of(edits.remove(), names));
    keys.add(Key.of(edits.set(), values));
    keys.add(Key.of(edits.add(), values));
  }

  private static int failureThreshold(HealthSpec spec) {
    if (spec.policy() instanceof Consecutive consecutive) {
      return consecutive.failureThreshold();
    }
    throw new IllegalStateException("health: a policy that no key says");
  }

  private static Optional<HealthSpec> health(
      Bound bound, Node.Mapping mapping, Place place, Scope scope) {
    Duration interval = bound.get(INTERVAL).orElse(USUAL.interval());
    return Optional.of(
        new HealthSpec(
            new ProbeRequest(
                bound.get(PROBE_PATH).orElse("/"), bound.get(PROBE_HEADERS).orElse(Map.of())),
            new Expectation(
                bound.get(EXPECTED_STATUS).orElse(List.of()), bound.get(EXPECTED_TEXT).orElse("")),
            interval,
            bound.get(PROBE_TIMEOUT).orElse(interval),
            new Consecutive(
                bound.get(FAILURE_THRESHOLD).orElse(Consecutive.DEFAULT.failureThreshold()))));
  }

  /** The backend that its keys and the defaults say. */
  static BackendSpec backend(String label, Bound bound, TransportSpec transport) {
    ExchangeSpec exchange = ExchangeSpec.DEFAULT;
    for (Key<BackendSpec, ?> key : BACKEND.keys()) {
      exchange = with(exchange, key, bound);
    }
    return new BackendSpec(label, transport, exchange, bound.get(HEALTH));
  }

  private static <T> ExchangeSpec with(
      ExchangeSpec exchange, Key<BackendSpec, T> key, Bound bound) {
    Optional<ExchangeAttribute<T>> attribute = key.attribute();
    Optional<T> value = bound.get(key);
    return attribute.isPresent() && value.isPresent()
        ? attribute.get().replacedIn(exchange, value.get())
        : exchange;
  }
}
