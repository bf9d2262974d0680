package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Node.Kind;
import io.forebay.spec.Discovery;
import io.forebay.spec.Discovery.Addresses;
import io.forebay.spec.Discovery.Custom;
import io.forebay.spec.Discovery.Refresh;
import io.forebay.spec.Discovery.Srv;
import io.forebay.spec.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The keys of {@code origins} where something finds them. */
final class DiscoveryKeys {
  private static final String USUAL_SCHEME = "http";
  private static final String ONE_OF = "(expected: one of srv, dns and source)";
  private static final Refresh USUAL = Refresh.DEFAULT;
  private static final Duration USUAL_PROBATION = Discovery.srv("_http._tcp.usual").probation();

  private static final Shape<String> SRV_NAME =
      Shapes.scalar(
          "the name of SRV records",
          text -> Optional.of(new Srv(text.value(), USUAL_SCHEME).name()),
          References::escaped,
          Scalars.TEXT);
  private static final Shape<String> SCHEMES =
      Shapes.choice(Map.of("http", "http", "https", "https"), "http or https", Kind.TEXT);
  private static final Shape<List<String>> SERVERS =
      new ListShape<>(
          "an IP address or a list of them",
          CheckedShapes.text(
              "an IP address", server -> Discovery.srv("usual").withNameservers(List.of(server))),
          true);

  private static final Key<Discovery, String> SRV =
      Key.of("srv", SRV_NAME, of(Srv.class, Srv::name));
  private static final Key<Discovery, String> SCHEME =
      Key.of(
          "scheme",
          SCHEMES,
          spec -> of(Srv.class, Srv::scheme).apply(spec).filter(s -> !s.equals(USUAL_SCHEME)));
  private static final Key<Discovery, Origin> DNS =
      Key.of("dns", Shapes.ORIGIN, of(Addresses.class, Addresses::template));
  private static final Key<Discovery, String> SOURCE =
      Key.of("source", Shapes.ANY_TEXT, of(Custom.class, Custom::source));
  private static final Key<Discovery, Origin> URL =
      Key.of("url", Shapes.ORIGIN, of(Custom.class, Custom::template));
  private static final Key<Discovery, Duration> MIN_REFRESH =
      Key.of("min_refresh", Shapes.POSITIVE_DURATION, spec -> spec.refresh().min(), USUAL.min());
  private static final Key<Discovery, Duration> MAX_REFRESH =
      Key.of("max_refresh", Shapes.POSITIVE_DURATION, spec -> spec.refresh().max(), USUAL.max());
  private static final Key<Discovery, Duration> REFRESH =
      Key.of("refresh", Shapes.POSITIVE_DURATION, spec -> spec.refresh().usual(), USUAL.usual());
  private static final Key<Discovery, Duration> TIMEOUT =
      Key.of(
          "timeout", Shapes.POSITIVE_DURATION, spec -> spec.refresh().timeout(), USUAL.timeout());
  private static final Key<Discovery, Duration> PROBATION =
      Key.of("probation", Shapes.DURATION, Discovery::probation, USUAL_PROBATION);
  private static final Key<Discovery, List<String>> NAMESERVERS =
      Key.of("nameservers", SERVERS, Discovery::nameservers, List.of());

  /** The value of {@code origins}, where that is a mapping. */
  static final Shape<Discovery> DISCOVERY =
      new BlockShape<>(
          new KeyTable<>(
              List.of(
                  SRV,
                  SCHEME,
                  DNS,
                  SOURCE,
                  URL,
                  MIN_REFRESH,
                  MAX_REFRESH,
                  REFRESH,
                  TIMEOUT,
                  PROBATION,
                  NAMESERVERS)),
          Together.oneOf(SRV, DNS, SOURCE)
              .needs(SCHEME, SRV)
              .needs(URL, SOURCE)
              .needs(SOURCE, URL)
              .notAll(SOURCE, NAMESERVERS),
          DiscoveryKeys::discovery);

  private DiscoveryKeys() {}

  private static <K extends Discovery.Kind, T> Function<Discovery, Optional<T>> of(
      Class<K> kind, Function<K, T> part) {
    return spec -> Optional.of(spec.kind()).filter(kind::isInstance).map(kind::cast).map(part);
  }

  private static Optional<Discovery> discovery(
      Bound bound, Node.Mapping mapping, Place place, Scope scope) {
    checkTogether(bound);
    if (bound.isIncomplete()) {
      return Optional.empty();
    }
    return Optional.of(
        Discovery.of(kind(bound))
            .withRefresh(refresh(bound))
            .withProbation(bound.get(PROBATION).orElse(USUAL_PROBATION))
            .withNameservers(bound.get(NAMESERVERS).orElse(List.of())));
  }

  private static void checkTogether(Bound bound) {
    List<String> given =
        List.of(SRV, DNS, SOURCE).stream().filter(bound::given).map(Key::name).toList();
    if (given.size() != 1) {
      String found = given.isEmpty() ? "nothing to look up" : String.join(" and ", given);
      throw new IllegalArgumentException(found + " " + ONE_OF);
    }
    checkOnlyWith(bound, SCHEME, SRV);
    checkOnlyWith(bound, URL, SOURCE);
    if (bound.given(SOURCE) && bound.given(NAMESERVERS)) {
      throw new IllegalArgumentException(
          "nameservers: along with source (expected: with srv or dns)");
    }
    if (bound.given(SOURCE) && !bound.given(URL)) {
      throw new IllegalArgumentException(
          "source without url (expected: the URL that stands for its origins)");
    }
  }

  private static void checkOnlyWith(Bound bound, Key<?, ?> key, Key<?, ?> other) {
    if (bound.given(key) && !bound.given(other)) {
      throw new IllegalArgumentException(key + " without " + other);
    }
  }

  private static Discovery.Kind kind(Bound bound) {
    Optional<Discovery.Kind> srv =
        bound.get(SRV).map(name -> new Srv(name, bound.get(SCHEME).orElse(USUAL_SCHEME)));
    Optional<Discovery.Kind> dns = bound.get(DNS).map(Addresses::new);
    return srv.or(() -> dns)
        .orElseGet(() -> new Custom(bound.get(SOURCE).orElseThrow(), bound.get(URL).orElseThrow()));
  }

  private static Refresh refresh(Bound bound) {
    return new Refresh(
        bound.get(MIN_REFRESH).orElse(USUAL.min()),
        bound.get(MAX_REFRESH).orElse(USUAL.max()),
        bound.get(REFRESH).orElse(USUAL.usual()),
        bound.get(TIMEOUT).orElse(USUAL.timeout()));
  }
}
