package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Node.Kind;
import io.forebay.spec.Balance;
import io.forebay.spec.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The value of {@code balance}: a word, or one key where more has to be said. */
final class BalanceKeys {
  private static final Map<String, Balance> WORDS =
      Map.of(
          "round_robin", Balance.DEFAULT,
          "random", new Balance.Random(),
          "weighted", new Balance.Weighted(),
          "least_requests", Balance.LeastRequests.DEFAULT,
          "ewma", Balance.Ewma.DEFAULT,
          "fallback", new Balance.Fallback(),
          "client", Balance.Client.DEFAULT);

  private static final Shape<Value> VALUE =
      Shapes.scalar(
          "text such as {request.headers.x-user}",
          text -> Optional.of(Shapes.beforeResponse(text)),
          Templates::write,
          Scalars.TEXT);

  private static final Key<Balance.Hash, Value> HASH_KEY =
      Key.of("key", VALUE, hash -> Optional.of(hash.key()));
  private static final Key<Balance.Client, Value> CLIENT_KEY =
      Key.of("key", VALUE, Balance.Client::key, Balance.Client.DEFAULT.key());
  private static final Key<Balance.Ring, Value> RING_KEY =
      Key.of("key", VALUE, ring -> Optional.of(ring.key()));
  private static final Key<Balance.Ring, Integer> VNODES =
      Key.of(
          "vnodes",
          CheckedShapes.whole(n -> new Balance.Ring(Balance.Client.DEFAULT.key(), n)),
          Balance.Ring::vnodes,
          Balance.Ring.DEFAULT_VNODES);
  private static final Key<Balance.LeastRequests, Integer> CHOICES =
      Key.of(
          "choices",
          CheckedShapes.whole(Balance.LeastRequests::new),
          Balance.LeastRequests::choices,
          Balance.LeastRequests.DEFAULT.choices());
  private static final Key<Balance.Ewma, Duration> DECAY =
      Key.of(
          "decay",
          CheckedShapes.duration(Balance.Ewma::new),
          Balance.Ewma::decay,
          Balance.Ewma.DEFAULT.decay());

  private static final List<Key<Balance, ? extends Balance>> WAYS =
      List.of(
          way(
              "hash",
              Balance.Hash.class,
              CheckedShapes.block(
                  List.of(HASH_KEY),
                  Together.required(HASH_KEY),
                  bound -> new Balance.Hash(CheckedShapes.required(bound, HASH_KEY)))),
          way(
              "client",
              Balance.Client.class,
              CheckedShapes.block(
                  List.of(CLIENT_KEY),
                  bound ->
                      bound
                          .get(CLIENT_KEY)
                          .map(Balance.Client::new)
                          .orElse(Balance.Client.DEFAULT))),
          way(
              "ring",
              Balance.Ring.class,
              CheckedShapes.block(
                  List.of(RING_KEY, VNODES),
                  Together.required(RING_KEY),
                  bound ->
                      new Balance.Ring(
                          CheckedShapes.required(bound, RING_KEY),
                          bound.get(VNODES).orElse(Balance.Ring.DEFAULT_VNODES)))),
          way(
              "least_requests",
              Balance.LeastRequests.class,
              CheckedShapes.block(
                  List.of(CHOICES),
                  bound ->
                      bound
                          .get(CHOICES)
                          .map(Balance.LeastRequests::new)
                          .orElse(Balance.LeastRequests.DEFAULT))),
          way(
              "ewma",
              Balance.Ewma.class,
              CheckedShapes.block(
                  List.of(DECAY),
                  bound -> bound.get(DECAY).map(Balance.Ewma::new).orElse(Balance.Ewma.DEFAULT))));

  /** The value of {@code balance}. */
  static final Shape<Balance> BALANCE =
      new SharedShape<>(
          "balance",
          new ShortShape<>(
              Shapes.choice(
                  WORDS,
                  "round_robin, random, weighted, least_requests, ewma, fallback, client or a"
                      + " mapping such as {hash: {key: \"{request.headers.x-user}\"}}",
                  Kind.TEXT),
              new BlockShape<>(
                  new KeyTable<>(List.<Key<Balance, ?>>copyOf(WAYS)),
                  Together.ONE,
                  BalanceKeys::only),
              WORDS::containsValue));

  private BalanceKeys() {}

  private static <T extends Balance> Key<Balance, T> way(
      String name, Class<T> kind, Shape<T> shape) {
    return Key.of(name, shape, by -> Optional.of(by).filter(kind::isInstance).map(kind::cast));
  }

  private static Optional<Balance> only(
      Bound bound, Node.Mapping mapping, Place place, Scope scope) {
    if (mapping.entries().isEmpty()) {
      throw new IllegalArgumentException(
          "empty (expected: hash, client, ring, least_requests or ewma)");
    }
    if (bound.given().size() > 1) {
      throw new IllegalArgumentException(
          String.join(" and ", bound.given().stream().map(Key::name).toList())
              + " (expected: one of them)");
    }
    Optional<Balance> found = Optional.empty();
    for (Key<Balance, ? extends Balance> way : WAYS) {
      found = found.or(() -> bound.get(way));
    }
    return found;
  }
}
