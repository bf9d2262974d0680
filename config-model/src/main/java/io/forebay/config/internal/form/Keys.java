package io.forebay.config.internal.form;

import io.forebay.health.HealthSpec;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ContractSpec;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeAttribute.EditsAttributes;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.OAuth2Spec;
import io.forebay.spec.Origin;
import io.forebay.spec.Origins;
import io.forebay.spec.TokenRequestSpec;
import io.forebay.spec.TokenSources;
import io.forebay.spec.TransportSpec;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every key of our own form: its name, its shape, what it says of a backend, and whether a
 * refinement may have it. Reading, writing, the guess at misspelt keys and the schema follow from
 * this table.
 */
final class Keys {
  /** The keys at the top. */
  static final List<String> TOP = List.of("forebay", "defaults", "backends", "refinements");

  static final Key<BackendSpec, Origin> ORIGIN =
      Key.of(
          "origin",
          Shapes.ORIGIN,
          spec -> origins(spec).filter(OriginsShape::isPlain).map(Origins::first));
  static final Key<BackendSpec, Origins> ORIGINS =
      Key.of(
          "origins",
          new OriginsShape(),
          spec -> origins(spec).filter(origins -> !OriginsShape.isPlain(origins)));
  static final Key<BackendSpec, HealthSpec> HEALTH =
      Key.of("health", new LaterShape<>(() -> HealthKeys.HEALTH), BackendSpec::health);
  private static final Key<BackendSpec, ContractSpec> OPENAPI =
      Key.of("openapi", new LaterShape<>(() -> ContractKeys.CONTRACT), BackendSpec::contract);

  static final Key<BackendSpec, OAuth2Spec> OAUTH2 =
      Key.of("oauth2", new LaterShape<>(() -> OAuth2Keys.OAUTH2), spec -> spec.tokens().oauth2());
  static final Key<BackendSpec, List<TokenRequestSpec>> TOKEN_REQUEST =
      Key.of(
          "token_request",
          new LaterShape<>(() -> TokenRequestKeys.REQUESTS),
          spec -> spec.tokens().requests(),
          List.of());

  /** The keys of a backend. */
  static final KeyTable<BackendSpec> BACKEND = new KeyTable<>(backendKeys());

  /** The keys that {@code defaults} may not have: they tell one origin from another. */
  static final Set<Key<?, ?>> NOT_FOR_DEFAULTS = notForDefaults();

  private Keys() {}

  /** Whether a refinement may have a key; the origin it may only repeat. */
  static boolean refinable(Key<?, ?> key) {
    return key.attribute().isPresent() || key == ORIGIN;
  }

  private static Optional<Origins> origins(BackendSpec spec) {
    return Optional.of(spec.transport().origins());
  }

  private static Set<Key<?, ?>> notForDefaults() {
    Set<Key<?, ?>> keys = new HashSet<>(TransportKeys.OF_ONE_ORIGIN);
    keys.add(ORIGIN);
    keys.add(ORIGINS);
    keys.add(OPENAPI);
    return Set.copyOf(keys);
  }

  private static List<Key<BackendSpec, ?>> backendKeys() {
    List<Key<BackendSpec, ?>> keys = new ArrayList<>();
    keys.add(ORIGIN);
    keys.add(ORIGINS);
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
    keys.add(Key.of(ExchangeAttribute.EXPECTED_STATUS, StatusShapes.ANY));
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
    keys.add(Key.of(ExchangeAttribute.RETRIES, new LaterShape<>(() -> RetryKeys.RETRIES)));
    TransportKeys.ALL.forEach(keys::addAll);
    keys.add(HEALTH);
    keys.addAll(RoutingKeys.ALL);
    keys.addAll(LimitKeys.ALL);
    keys.add(OAUTH2);
    keys.add(TOKEN_REQUEST);
    keys.add(OPENAPI);
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

  /**
   * The backend that its keys and the defaults say.
   *
   * @param said the keys that say something, in the order of the table
   */
  static BackendSpec backend(
      String label, List<Key<BackendSpec, ?>> said, Bound bound, TransportSpec transport) {
    ExchangeSpec exchange = ExchangeSpec.DEFAULT;
    for (Key<BackendSpec, ?> key : said) {
      exchange = with(exchange, key, bound);
    }
    return new BackendSpec(
        label,
        transport,
        exchange,
        bound.get(HEALTH),
        RoutingKeys.routing(bound),
        LimitKeys.limits(bound),
        new TokenSources(bound.get(OAUTH2), bound.get(TOKEN_REQUEST).orElse(List.of())),
        bound.get(OPENAPI));
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
