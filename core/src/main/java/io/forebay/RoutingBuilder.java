package io.forebay;

import io.forebay.health.OutlierSpec;
import io.forebay.health.SlowStart;
import io.forebay.spec.AdaptiveSpec;
import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import io.forebay.spec.BreakerSpec;
import io.forebay.spec.Discovery;
import io.forebay.spec.Labels;
import io.forebay.spec.Limits;
import io.forebay.spec.OAuth2Builder;
import io.forebay.spec.OAuth2Spec;
import io.forebay.spec.Origin;
import io.forebay.spec.OriginGroup;
import io.forebay.spec.OriginNode;
import io.forebay.spec.Origins;
import io.forebay.spec.Routing;
import io.forebay.spec.Throttle;
import io.forebay.spec.TokenRequestSpec;
import io.forebay.spec.TokenSources;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects where a backend's exchanges go, and how they find their way: the part of {@link
 * BackendBuilder} about origins. Setting an attribute twice is refused at the call. Not
 * thread-safe.
 */
public abstract sealed class RoutingBuilder extends MannersBuilder<BackendBuilder>
    permits BackendBuilder {
  private final Set<String> given = new HashSet<>();
  private @Nullable Origins origins;
  private Routing routing = Routing.DEFAULT;
  private Limits limits = Limits.NONE;
  private Optional<OAuth2Spec> oauth2 = Optional.empty();
  private List<TokenRequestSpec> tokenRequests = List.of();

  RoutingBuilder(String label) {
    super(label);
    Labels.problem(label).ifPresent(this::found);
  }

  /**
   * Where to connect: an absolute http or https URL without path, query or user. Required, unless
   * {@link #origins} are given. Known as {@code origin} (Couper).
   */
  public BackendBuilder origin(String url) {
    return origins("origin", () -> Origins.only(Origin.of(url)));
  }

  /**
   * Where to connect: several, alone or in groups, among which each exchange finds its way. Known
   * as {@code origins}.
   *
   * @see Origin#weight
   * @see OriginGroup
   */
  public BackendBuilder origins(OriginNode... members) {
    return origins("origins", () -> Origins.of(List.of(members)));
  }

  /** Where to connect: what finds them. Known as {@code origins}; see {@link Discovery}. */
  public BackendBuilder origins(Discovery how) {
    return origins("origins", () -> new Origins.Discovered(how));
  }

  /** Where to connect: several of the same weight; see {@link #origin}. */
  public BackendBuilder origins(String... urls) {
    return origins(
        "origins",
        () ->
            new Origins.Listed(
                List.of(urls).stream().map(url -> Origin.of(url).weight(1)).toList()));
  }

  private BackendBuilder origins(String key, Supplier<Origins> value) {
    if (given.contains("origin") || given.contains("origins")) {
      throw alreadySet(given.contains("origin") ? "origin" : "origins");
    }
    return once(key, value, found -> origins = found);
  }

  /** How an origin is chosen among equals. Default: in turn. Known as {@code balance}. */
  public BackendBuilder balance(Balance by) {
    return balancing("balance", balancing -> balancing.withBy(by));
  }

  /**
   * Percent of the weight that must be healthy, else every exchange is refused. Default: 0, one
   * healthy origin is enough; at most 100. Known as {@code quorum} (Fastly, VCL).
   */
  public BackendBuilder quorum(int percent) {
    return balancing("quorum", balancing -> balancing.withQuorum(percent));
  }

  /**
   * Percent of healthy origins below which health is ignored. Default: 50, at most 100. Zero: never
   * ignored. Known as {@code healthy_panic_threshold} (Envoy).
   */
  public BackendBuilder panicThreshold(int percent) {
    return balancing("panic_threshold", balancing -> balancing.withPanicThreshold(percent));
  }

  /**
   * Percent of its traffic that a priority's healthy origins are trusted to bear. Default: 0,
   * everything while one is healthy; else 100 to 1000. See {@link Balancing}.
   */
  public BackendBuilder overprovisioning(int percent) {
    return balancing("overprovisioning", balancing -> balancing.withOverprovisioning(percent));
  }

  /** Which origins are taken out of use by how exchanges end. Default {@link OutlierSpec}'s. */
  public BackendBuilder outlier(Consumer<OutlierSpec.Builder> rules) {
    OutlierSpec.Builder builder = new OutlierSpec.Builder();
    rules.accept(builder);
    return once("outlier", builder::build, found -> routing = routing.withOutlier(found));
  }

  /**
   * How long the share of an origin grows that is new or back in use. Default: zero, whole at once.
   */
  public BackendBuilder slowStart(Duration window) {
    return slowStart(() -> SlowStart.within(window));
  }

  /** How the share of an origin grows that is new or back in use; see {@link SlowStart}. */
  public BackendBuilder slowStart(SlowStart rise) {
    return slowStart(() -> rise);
  }

  private BackendBuilder slowStart(Supplier<SlowStart> rise) {
    return once("slow_start", rise, found -> routing = routing.withSlowStart(found));
  }

  private BackendBuilder balancing(String key, Function<Balancing, Balancing> change) {
    return once(
        key,
        () -> routing.withBalancing(change.apply(routing.balancing())),
        found -> routing = found);
  }

  /**
   * Refuses exchanges while too many before them failed. Default: never. Known as {@code
   * circuit_breaker} (KrakenD).
   */
  public BackendBuilder circuitBreaker(BreakerSpec rules) {
    return once("circuit_breaker", () -> limits.withBreaker(Optional.of(rules)), this::take);
  }

  /**
   * How many attempts may start in a while; all of these limits hold. Default: none. Known as
   * {@code throttle} (Couper), {@code qos/ratelimit/proxy} (KrakenD).
   */
  public BackendBuilder throttle(Throttle... rules) {
    return once("throttle", () -> limits.withThrottles(List.of(rules)), this::take);
  }

  /**
   * Most attempts in flight at once, whatever the number of origins. Default: 0, any number. Others
   * wait in line up to {@code permitTimeout}.
   */
  public BackendBuilder maxConcurrent(int most) {
    return once("max_concurrent", () -> limits.withMaxConcurrent(most), this::take);
  }

  /** Finds out how many attempts may be in flight at once. Default: it does not. */
  public BackendBuilder adaptiveConcurrency(AdaptiveSpec rules) {
    return once("adaptive_concurrency", () -> limits.withAdaptive(Optional.of(rules)), this::take);
  }

  private void take(Limits changed) {
    limits = changed;
  }

  /**
   * Gets an access token that every request carries, unless {@code basicAuth} or an edit sets
   * {@code Authorization}. Default: none. Known as {@code oauth2} (Couper).
   */
  public BackendBuilder oauth2(Consumer<OAuth2Builder> attributes) {
    OAuth2Builder builder = new OAuth2Builder();
    return once(
        "oauth2",
        () -> {
          attributes.accept(builder);
          List<String> problems = builder.problems();
          problems.stream().skip(1).forEach(problem -> found("oauth2: " + problem));
          if (!problems.isEmpty()) {
            throw new IllegalArgumentException("oauth2: " + problems.get(0));
          }
          return builder.build();
        },
        spec -> oauth2 = Optional.of(spec));
  }

  /** Gets an access token; see {@link #oauth2(Consumer)}. */
  public BackendBuilder oauth2(OAuth2Spec spec) {
    return once("oauth2", () -> spec, found -> oauth2 = Optional.of(found));
  }

  /**
   * Gets tokens that edits use as {@code {token.NAME}}, and that are put nowhere by themselves.
   * Default: none. Known as {@code beta_token_request} (Couper).
   */
  public BackendBuilder tokenRequests(TokenRequestSpec... requests) {
    return once(
        "token_request",
        () -> TokenSources.NONE.withRequests(List.of(requests)).requests(),
        found -> tokenRequests = found);
  }

  /** Where to connect; whether it was said is a finding. */
  final Optional<Origins> origins() {
    if (!given.contains("origin") && !given.contains("origins")) {
      found("origin: missing (expected: an absolute URL)");
    }
    return Optional.ofNullable(origins);
  }

  final Routing routing() {
    return routing;
  }

  final Limits limits() {
    return limits;
  }

  final TokenSources tokens() {
    return new TokenSources(oauth2, tokenRequests);
  }

  final <T> BackendBuilder once(String key, Supplier<T> value, Consumer<T> then) {
    if (!given.add(key)) {
      throw alreadySet(key);
    }
    return check(value, then);
  }
}
