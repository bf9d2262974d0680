package io.forebay.config;

import io.forebay.health.StatusRange;
import io.forebay.spec.ClientAuthentication;
import io.forebay.spec.JwtAlgorithm;
import io.forebay.spec.JwtSigningProfile;
import io.forebay.spec.Material;
import io.forebay.spec.OAuth2Grant;
import io.forebay.spec.OAuth2Spec;
import io.forebay.spec.Template;
import io.forebay.spec.TokenBody;
import io.forebay.spec.TokenEndpoint;
import io.forebay.spec.TokenPart;
import io.forebay.spec.TokenRequestSpec;
import io.forebay.spec.TokenRequestSpec.Message;
import io.forebay.spec.TokenSources;
import io.forebay.spec.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any tokens that text can say, from URLs: labels lead to other backends. */
final class TokenArbitraries {
  private static final Arbitrary<Value> SECRETS =
      Arbitraries.of("A", "TOKEN").map(TokenArbitraries::secret);
  private static final Arbitrary<Value> NAMES =
      Arbitraries.of("joe", "a b", "$", "x{").map(Value::of);
  private static final Arbitrary<TokenEndpoint> ENDPOINTS =
      Arbitraries.of("http://as/token", "https://as:1234", "https://[::1]/a%20b?c=d")
          .map(TokenEndpoint::of);

  private TokenArbitraries() {}

  /** As the round trip reads references. */
  private static Value secret(String name) {
    return new Template(List.of(new Template.Literal("{env:" + name + "}", "${env:" + name + "}")));
  }

  static Arbitrary<TokenSources> tokens(Arbitrary<Value> values, Arbitrary<String> texts) {
    return Combinators.combine(oauth2s(values).optional(), requests(values, texts))
        .as(TokenSources::new);
  }

  private static Arbitrary<OAuth2Spec> oauth2s(Arbitrary<Value> values) {
    Arbitrary<OAuth2Grant> simple =
        Arbitraries.oneOf(
            Arbitraries.just(new OAuth2Grant.ClientCredentials()),
            Combinators.combine(NAMES, SECRETS).as(OAuth2Grant.Password::new));
    Arbitrary<OAuth2Grant> bearer =
        Arbitraries.oneOf(
            values.map(OAuth2Grant.JwtBearer::new),
            profiles(true).map(OAuth2Grant.SignedJwtBearer::new));
    Arbitrary<Map<String, List<Value>>> params =
        Arbitraries.maps(Arbitraries.of("audience", "a b"), NAMES.list().ofMinSize(1).ofMaxSize(2))
            .ofMaxSize(2);
    Arbitrary<OAuth2Spec> ofClients =
        Combinators.combine(
                ENDPOINTS, simple, clients(), Arbitraries.of("", "a b"), params, retries())
            .as((e, g, c, s, p, r) -> new OAuth2Spec(e, g, Optional.of(c), s, p, r));
    return Arbitraries.oneOf(
        ofClients,
        Combinators.combine(ENDPOINTS, bearer, retries())
            .as((e, g, r) -> new OAuth2Spec(e, g, Optional.empty(), "", Map.of(), r)));
  }

  private static Arbitrary<Integer> retries() {
    return Arbitraries.integers().between(0, 255);
  }

  private static Arbitrary<ClientAuthentication> clients() {
    return Arbitraries.of(ClientAuthentication.Method.class)
        .flatMap(
            method ->
                Combinators.combine(
                        NAMES,
                        SECRETS,
                        profiles(method == ClientAuthentication.Method.PRIVATE_KEY_JWT))
                    .as((id, secret, profile) -> client(method, id, secret, profile)));
  }

  private static ClientAuthentication client(
      ClientAuthentication.Method method, Value id, Value secret, JwtSigningProfile profile) {
    boolean hasKey = method == ClientAuthentication.Method.PRIVATE_KEY_JWT;
    return new ClientAuthentication(
        method,
        id,
        hasKey ? Optional.empty() : Optional.of(secret),
        method.signs() ? Optional.of(profile) : Optional.empty());
  }

  private static Arbitrary<JwtSigningProfile> profiles(boolean withKey) {
    Arbitrary<Value> claims =
        Arbitraries.oneOf(NAMES, SECRETS, Arbitraries.of(Value.of(true), Value.of(5)));
    Arbitrary<Map<String, TokenBody.JsonPart>> maps =
        Arbitraries.maps(Arbitraries.of("aud", "x y"), json(claims, Arbitraries.of("in", "a b"), 2))
            .ofMaxSize(2);
    return Combinators.combine(
            Arbitraries.of(JwtAlgorithm.class).filter(a -> a.symmetric() != withKey),
            Arbitraries.integers().between(1, 86_400),
            maps,
            maps)
        .as(
            (algorithm, ttl, some, more) ->
                new JwtSigningProfile(
                    algorithm,
                    Duration.ofSeconds(ttl),
                    withKey
                        ? Optional.of(new Material.Inline("{env:KEY}", "${env:KEY}"))
                        : Optional.empty(),
                    some,
                    more));
  }

  private static Arbitrary<List<TokenRequestSpec>> requests(
      Arbitrary<Value> values, Arbitrary<String> texts) {
    return Arbitraries.of("default", "a", "B_1")
        .list()
        .uniqueElements()
        .ofMaxSize(2)
        .flatMap(
            names ->
                request(values, texts).list().ofSize(names.size()).map(all -> named(names, all)));
  }

  private static List<TokenRequestSpec> named(List<String> names, List<TokenRequestSpec> all) {
    java.util.ArrayList<TokenRequestSpec> named = new java.util.ArrayList<>();
    for (TokenRequestSpec spec : all) {
      named.add(spec.withName(names.get(named.size())));
    }
    return named;
  }

  private static Arbitrary<TokenRequestSpec> request(
      Arbitrary<Value> values, Arbitrary<String> texts) {
    Arbitrary<Map<String, List<Value>>> fields =
        Arbitraries.maps(texts, values.list().ofMaxSize(2)).ofMaxSize(2);
    Arbitrary<TokenBody> bodies =
        Arbitraries.oneOf(
            Arbitraries.just(new TokenBody.None()),
            values.map(TokenBody.Text::new),
            fields.map(TokenBody.Form::new),
            json(values, texts, 2).map(TokenBody.Json::new));
    Arbitrary<Message> messages =
        Combinators.combine(
                Arbitraries.of("GET", "POST", "X-GET"),
                Arbitraries.maps(Arbitraries.of("X-A", "b"), values.list().ofMaxSize(2)),
                fields,
                bodies)
            .as(Message::new);
    Arbitrary<TokenPart> pointers =
        Arbitraries.of("", "/a", "/a b/0/~1", "/$").map(TokenPart.At::new);
    Arbitrary<TokenPart> ttls =
        Arbitraries.oneOf(
            pointers,
            Arbitraries.integers()
                .between(0, 86_400_000)
                .map(Duration::ofMillis)
                .map(TokenPart.Lasting::new));
    return Combinators.combine(
            ENDPOINTS,
            messages,
            Arbitraries.of(StatusRange.of(200), new StatusRange(200, 299)).list().ofMaxSize(2),
            pointers,
            ttls)
        .as((e, m, s, t, l) -> new TokenRequestSpec("default", e, m, s, t, l));
  }

  private static Arbitrary<TokenBody.JsonPart> json(
      Arbitrary<Value> values, Arbitrary<String> texts, int depth) {
    Arbitrary<TokenBody.JsonPart> single =
        Arbitraries.oneOf(
                values,
                Arbitraries.of(true, false).map(Value::of),
                Arbitraries.of("1", "-2.5", "1e3").map(BigDecimal::new).map(Value::of))
            .map(TokenBody.JsonPart.class::cast);
    if (depth == 0) {
      return single;
    }
    Arbitrary<TokenBody.JsonPart> inner = json(values, texts, depth - 1);
    return Arbitraries.oneOf(
        single,
        inner.list().ofMaxSize(2).map(TokenBody.Items::new),
        Arbitraries.maps(texts, inner).ofMaxSize(2).map(TokenBody.Members::new));
  }
}
