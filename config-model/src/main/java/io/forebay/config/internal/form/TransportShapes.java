package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Node.Kind;
import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.Durations;
import io.forebay.spec.SocketSpec.Addresses;
import io.forebay.spec.TcpKeepalive;
import io.forebay.spec.TlsVersion;
import io.forebay.spec.TrustSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The shapes of what sockets and TLS are told. */
final class TransportShapes {
  static final Shape<Addresses> ADDRESSES =
      Shapes.choice(
          Map.of(
              "prefer", Addresses.IPV6_FIRST,
              "only", Addresses.IPV6_ONLY,
              "never", Addresses.IPV4_ONLY),
          "prefer, only or never",
          Kind.TEXT);
  static final Shape<String> ADDRESS = filled("an address");
  static final Shape<String> HOST = filled("a host name");

  /** {@code 1.2} without quotes is a number, and what people write. */
  static final Shape<TlsVersion> TLS_VERSION =
      Shapes.choice(
          Arrays.stream(TlsVersion.values())
              .collect(Collectors.toMap(TlsVersion::text, version -> version)),
          "1.0, 1.1, 1.2 or 1.3",
          Kind.TEXT,
          Kind.NUMBER);

  private static final Scalars PIN = Scalars.text("^sha256/[A-Za-z0-9+/]{43}=$");
  static final Shape<List<String>> PINS =
      new ListShape<>(
          "a list of pins",
          Shapes.scalar("a pin", TransportShapes::pin, References::escaped, PIN),
          true);
  private static final Shape<Duration> SECONDS = Shapes.duration(TransportShapes::atLeastOneSecond);

  private static final Key<TcpKeepalive, Duration> TIME =
      Key.of("time", SECONDS, TcpKeepalive::time, TcpKeepalive.DEFAULT.time());
  private static final Key<TcpKeepalive, Duration> INTERVAL =
      Key.of("interval", SECONDS, TcpKeepalive::interval, TcpKeepalive.DEFAULT.interval());
  private static final Key<TcpKeepalive, Integer> PROBES =
      Key.of(
          "probes",
          Shapes.whole(1, Integer.MAX_VALUE, ">= 1"),
          TcpKeepalive::probes,
          TcpKeepalive.DEFAULT.probes());
  static final Shape<Optional<TcpKeepalive>> TCP_KEEPALIVE =
      ShortShape.switched(
          Optional.of(TcpKeepalive.DEFAULT),
          Optional.empty(),
          optional(
              new BlockShape<>(
                  new KeyTable<>(List.of(TIME, INTERVAL, PROBES)), TransportShapes::keepalive)));

  private TransportShapes() {}

  private static Optional<TcpKeepalive> keepalive(
      Bound bound, Node.Mapping mapping, Place place, Scope scope) {
    TcpKeepalive usual = TcpKeepalive.DEFAULT;
    return Optional.of(
        new TcpKeepalive(
            bound.get(TIME).orElse(usual.time()),
            bound.get(INTERVAL).orElse(usual.interval()),
            bound.get(PROBES).orElse(usual.probes())));
  }

  private static Duration atLeastOneSecond(Text text) {
    Duration duration = Durations.parse(text.value());
    if (duration.toSeconds() < 1) {
      throw new IllegalArgumentException(Durations.format(duration) + " (expected: at least 1s)");
    }
    return duration;
  }

  private static Optional<String> pin(Text text) {
    try {
      TrustSpec.DEFAULT.withPins(List.of(text.value()));
      return Optional.of(text.value());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + Shown.of(text.value()) + "' (expected: sha256/ and 44 characters of Base64)", e);
    }
  }

  private static Shape<String> filled(String expected) {
    return Shapes.scalar(
        expected,
        text -> {
          if (text.value().isBlank()) {
            throw new IllegalArgumentException("empty (expected: " + expected + ")");
          }
          return Optional.of(text.value());
        },
        References::escaped,
        Scalars.FILLED);
  }

  /** A value that may be absent; leaving the key out says so. */
  static <T> Shape<Optional<T>> optional(Shape<T> shape) {
    return new Maybe<>(shape);
  }

  /** A value that was read, and that it is there. */
  private static <T> Optional<Optional<T>> some(T value) {
    return Optional.of(Optional.of(value));
  }

  /** A value where there may be none. */
  private record Maybe<T>(Shape<T> shape) implements Shape<Optional<T>> {
    @Override
    public String expected() {
      return shape.expected();
    }

    @Override
    public Optional<Optional<T>> read(Node node, Place place, Scope scope) {
      return shape.read(node, place, scope).flatMap(TransportShapes::some);
    }

    @Override
    public @Nullable Object write(Optional<T> value, Place place, Referring references) {
      return value.isPresent() ? shape.write(value.get(), place, references) : null;
    }

    @Override
    public Schema schema(SchemaParts parts) {
      return shape.schema(parts);
    }
  }
}
