package io.forebay.config.internal.form;

import io.forebay.config.internal.form.MapShape.Names;
import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Node.Kind;
import io.forebay.spec.ClientAuthentication;
import io.forebay.spec.JwtAlgorithm;
import io.forebay.spec.JwtSigningProfile;
import io.forebay.spec.Material;
import io.forebay.spec.OAuth2Builder;
import io.forebay.spec.OAuth2Grant;
import io.forebay.spec.OAuth2Spec;
import io.forebay.spec.TokenBody.JsonPart;
import io.forebay.spec.TokenEndpoint;
import io.forebay.spec.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The keys of {@code oauth2}, with Couper's names. */
final class OAuth2Keys {
  private static final ClientAuthentication.Method USUAL_METHOD =
      ClientAuthentication.Method.CLIENT_SECRET_BASIC;
  private static final Material NO_KEY = Material.inline("any");

  private static final Key<JwtSigningProfile, JwtAlgorithm> ALGORITHM =
      Key.of(
          "signature_algorithm",
          Shapes.choice(
              Arrays.stream(JwtAlgorithm.values())
                  .collect(Collectors.toMap(JwtAlgorithm::name, Function.identity())),
              "one of " + Arrays.toString(JwtAlgorithm.values()),
              Kind.TEXT),
          profile -> Optional.of(profile.algorithm()));
  private static final Key<JwtSigningProfile, Duration> TTL =
      Key.of(
          "ttl",
          CheckedShapes.duration(OAuth2Keys::lasting),
          profile -> Optional.of(profile.ttl()));
  private static final Key<JwtSigningProfile, Material.Inline> KEY =
      Key.of(
          "key",
          new InlineShape("a key in PEM, or a secret", true),
          profile -> profile.key().flatMap(key -> as(Material.Inline.class, key)));
  private static final Key<JwtSigningProfile, Path> KEY_FILE =
      Key.of(
          "key_file",
          new PathShape("the path of a file"),
          profile ->
              profile
                  .key()
                  .flatMap(key -> as(Material.InFile.class, key))
                  .map(Material.InFile::path));
  private static final Key<JwtSigningProfile, Map<String, JsonPart>> CLAIMS =
      Key.of("claims", constants(), JwtSigningProfile::claims, Map.of());
  private static final Key<JwtSigningProfile, Map<String, JsonPart>> HEADERS =
      Key.of("headers", constants(), JwtSigningProfile::headers, Map.of());

  private static final Key<OAuth2Spec, String> GRANT_TYPE =
      Key.of("grant_type", Shapes.ANY_TEXT, spec -> Optional.of(spec.grant().text()));
  private static final Key<OAuth2Spec, String> TOKEN_ENDPOINT =
      Key.of("token_endpoint", Shapes.ANY_TEXT, spec -> EndpointKeys.url(spec.endpoint()));
  private static final Key<OAuth2Spec, String> BACKEND =
      Key.of("backend", Shapes.LABEL, spec -> EndpointKeys.label(spec.endpoint()));
  private static final Key<OAuth2Spec, Value> CLIENT_ID =
      Key.of("client_id", Shapes.VALUE, spec -> spec.client().map(ClientAuthentication::clientId));
  private static final Key<OAuth2Spec, Value> CLIENT_SECRET =
      Key.of(
          "client_secret",
          new PasswordShape(),
          spec -> spec.client().flatMap(ClientAuthentication::secret));
  private static final Key<OAuth2Spec, String> AUTH_METHOD =
      Key.of(
          "token_endpoint_auth_method",
          Shapes.ANY_TEXT,
          spec ->
              spec.client()
                  .map(ClientAuthentication::method)
                  .filter(method -> method != USUAL_METHOD)
                  .map(ClientAuthentication.Method::text));
  private static final Key<OAuth2Spec, JwtSigningProfile> PROFILE =
      Key.of(
          "jwt_signing_profile",
          CheckedShapes.block(
              List.of(ALGORITHM, TTL, KEY, KEY_FILE, CLAIMS, HEADERS),
              Together.required(ALGORITHM, TTL).notAll(KEY, KEY_FILE),
              OAuth2Keys::profile),
          OAuth2Keys::profile);
  private static final Key<OAuth2Spec, Value> USERNAME =
      Key.of("username", Shapes.VALUE, spec -> login(spec).map(OAuth2Grant.Password::username));
  private static final Key<OAuth2Spec, Value> PASSWORD =
      Key.of(
          "password", new PasswordShape(), spec -> login(spec).map(OAuth2Grant.Password::password));
  private static final Key<OAuth2Spec, Value> ASSERTION =
      Key.of(
          "assertion",
          Shapes.VALUE,
          spec ->
              as(OAuth2Grant.JwtBearer.class, spec.grant()).map(OAuth2Grant.JwtBearer::assertion));
  private static final Key<OAuth2Spec, String> SCOPE =
      Key.of("scope", Shapes.ANY_TEXT, OAuth2Spec::scope, "");
  private static final Key<OAuth2Spec, Map<String, List<Value>>> PARAMS =
      Key.of("params", Shapes.PARAM_VALUES, OAuth2Spec::params, Map.of());
  private static final Key<OAuth2Spec, Integer> RETRIES =
      Key.of(
          "retries",
          Shapes.whole(0, 255, "0-255"),
          OAuth2Spec::retries,
          OAuth2Spec.DEFAULT_RETRIES);

  /** The value of {@code oauth2}. */
  static final Shape<OAuth2Spec> OAUTH2 =
      new BlockShape<>(
          new KeyTable<>(
              List.of(
                  GRANT_TYPE,
                  TOKEN_ENDPOINT,
                  BACKEND,
                  CLIENT_ID,
                  CLIENT_SECRET,
                  AUTH_METHOD,
                  PROFILE,
                  USERNAME,
                  PASSWORD,
                  ASSERTION,
                  SCOPE,
                  PARAMS,
                  RETRIES)),
          OAuth2Keys::oauth2);

  private OAuth2Keys() {}

  private static Shape<Map<String, JsonPart>> constants() {
    return new MapShape<>(JsonShape.DOCUMENT, Names.ANY);
  }

  private static <T> Optional<T> as(Class<T> type, Object value) {
    return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
  }

  private static Optional<OAuth2Grant.Password> login(OAuth2Spec spec) {
    return as(OAuth2Grant.Password.class, spec.grant());
  }

  private static JwtSigningProfile lasting(Duration ttl) {
    return new JwtSigningProfile(JwtAlgorithm.HS256, ttl, Optional.of(NO_KEY), Map.of(), Map.of());
  }

  private static Optional<JwtSigningProfile> profile(OAuth2Spec spec) {
    return as(OAuth2Grant.SignedJwtBearer.class, spec.grant())
        .map(OAuth2Grant.SignedJwtBearer::profile)
        .or(() -> spec.client().flatMap(ClientAuthentication::profile));
  }

  private static JwtSigningProfile profile(Bound bound) {
    if (bound.given(KEY) && bound.given(KEY_FILE)) {
      throw new IllegalArgumentException("key: along with key_file (expected: one of them)");
    }
    return new JwtSigningProfile(
        CheckedShapes.required(bound, ALGORITHM),
        CheckedShapes.required(bound, TTL),
        bound.get(KEY).map(Material.class::cast).or(() -> bound.get(KEY_FILE).map(Material::file)),
        bound.get(CLAIMS).orElse(Map.of()),
        bound.get(HEADERS).orElse(Map.of()));
  }

  /** What does not go together is told all at once. */
  private static Optional<OAuth2Spec> oauth2(
      Bound bound, Node.Mapping mapping, Place place, Scope scope) {
    // What cannot be read is a finding already: what then does not fit is none.
    if (bound.isIncomplete()) {
      return Optional.empty();
    }
    OAuth2Builder builder = new OAuth2Builder();
    endpoint(bound).ifPresent(builder::endpoint);
    bound.get(GRANT_TYPE).ifPresent(builder::grantType);
    bound.get(CLIENT_ID).ifPresent(builder::clientId);
    bound.get(CLIENT_SECRET).ifPresent(builder::clientSecret);
    bound.get(AUTH_METHOD).ifPresent(builder::authMethod);
    bound.get(PROFILE).ifPresent(builder::signing);
    bound.get(USERNAME).ifPresent(builder::username);
    bound.get(PASSWORD).ifPresent(builder::password);
    bound.get(ASSERTION).ifPresent(builder::assertion);
    bound.get(SCOPE).ifPresent(builder::scope);
    bound
        .get(PARAMS)
        .orElse(Map.of())
        .forEach((name, values) -> values.forEach(value -> builder.param(name, value)));
    bound.get(RETRIES).ifPresent(builder::retries);
    List<String> problems = builder.problems();
    problems.forEach(problem -> scope.found(mapping.at(), place, () -> problem));
    return problems.isEmpty() ? Optional.of(builder.build()) : Optional.empty();
  }

  private static Optional<TokenEndpoint> endpoint(Bound bound) {
    return EndpointKeys.endpoint(bound.get(BACKEND), bound.get(TOKEN_ENDPOINT));
  }
}
