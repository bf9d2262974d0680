package io.forebay.spec;

import io.forebay.spec.ClientAuthentication.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects an {@link OAuth2Spec} as a file says it; what does not go together is told all at once,
 * in Couper's words. Not thread-safe.
 */
public final class OAuth2Builder {
  private static final String NOT_SET = " must not be set with ";

  private @Nullable TokenEndpoint endpoint;
  private @Nullable String grantType;
  private String method = Method.CLIENT_SECRET_BASIC.text();
  private Optional<Value> clientId = Optional.empty();
  private Optional<Value> clientSecret = Optional.empty();
  private Optional<Value> username = Optional.empty();
  private Optional<Value> password = Optional.empty();
  private Optional<Value> assertion = Optional.empty();
  private Optional<JwtSigningProfile> profile = Optional.empty();
  private String scope = "";
  private final Map<String, List<Value>> params = new LinkedHashMap<>();
  private int retries = OAuth2Spec.DEFAULT_RETRIES;

  /** Starts with nothing said. */
  public OAuth2Builder() {}

  /** Where tokens are asked for. Required. Known as {@code token_endpoint}, {@code backend}. */
  public OAuth2Builder endpoint(TokenEndpoint where) {
    endpoint = where;
    return this;
  }

  /**
   * Where tokens are asked for: an absolute URL.
   *
   * @throws IllegalArgumentException if it is none
   */
  public OAuth2Builder tokenEndpoint(String url) {
    return endpoint(TokenEndpoint.of(url));
  }

  /**
   * What tokens are asked for with: {@code client_credentials}, {@code password} or {@code
   * urn:ietf:params:oauth:grant-type:jwt-bearer}. Required.
   */
  public OAuth2Builder grantType(String text) {
    grantType = text;
    return this;
  }

  /**
   * How the client says who it is: {@code client_secret_basic}, {@code client_secret_post}, {@code
   * client_secret_jwt} or {@code private_key_jwt}. Default: the first. Known as {@code
   * token_endpoint_auth_method}.
   */
  public OAuth2Builder authMethod(String text) {
    method = text;
    return this;
  }

  /** The client. Required, but for an assertion. */
  public OAuth2Builder clientId(String text) {
    return clientId(Value.of(text));
  }

  /** The client; see {@link #clientId(String)}. */
  public OAuth2Builder clientId(Value constant) {
    clientId = Optional.of(constant);
    return this;
  }

  /** The client's secret. Required, but for {@code private_key_jwt} and an assertion. */
  public OAuth2Builder clientSecret(String text) {
    return clientSecret(Value.secret(text));
  }

  /** The client's secret; see {@link #clientSecret(String)}. */
  public OAuth2Builder clientSecret(Value constant) {
    clientSecret = Optional.of(constant);
    return this;
  }

  /** The user, for {@code password} alone. */
  public OAuth2Builder username(Value constant) {
    username = Optional.of(constant);
    return this;
  }

  /** The user's password, for {@code password} alone. */
  public OAuth2Builder password(Value constant) {
    password = Optional.of(constant);
    return this;
  }

  /** A user and a password, for {@code password} alone. */
  public OAuth2Builder login(String user, String secret) {
    return username(Value.of(user)).password(Value.secret(secret));
  }

  /** The assertion, for {@code jwt-bearer}; it may depend on the call. */
  public OAuth2Builder assertion(Value value) {
    assertion = Optional.of(value);
    return this;
  }

  /** How an assertion is signed. Known as {@code jwt_signing_profile}. */
  public OAuth2Builder signing(JwtSigningProfile how) {
    profile = Optional.of(how);
    return this;
  }

  /** What is asked for, in words with spaces between. Default: not said. */
  public OAuth2Builder scope(String words) {
    scope = words;
    return this;
  }

  /** One more field of the form. */
  public OAuth2Builder param(String name, Value constant) {
    params.computeIfAbsent(name, any -> new ArrayList<>()).add(constant);
    return this;
  }

  /** Whom the token is for: a field {@code audience} of the form. */
  public OAuth2Builder audience(String text) {
    return param("audience", Value.of(text));
  }

  /** How often a request is made again after a 401. Default: 1, 0 to 255. */
  public OAuth2Builder retries(int times) {
    retries = times;
    return this;
  }

  /**
   * The value.
   *
   * @throws IllegalArgumentException with everything that {@link #problems} finds
   */
  public OAuth2Spec build() {
    List<String> problems = problems();
    if (endpoint == null || !problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return new OAuth2Spec(endpoint, grant(), client(), scope, params, retries);
  }

  /** Everything that is wrong; empty if nothing is. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (endpoint == null) {
      problems.add("token_endpoint: missing (expected: an absolute URL, or a backend)");
    }
    if (retries < 0 || retries > 255) {
      problems.add("retries: " + retries + " (expected: 0-255)");
    }
    if (grantType == null) {
      problems.add("grant_type: missing (expected: such as client_credentials)");
      return problems;
    }
    checkGrant(grantType, problems);
    checkConstants(problems);
    if (jwtBearer()) {
      checkAssertion(problems);
      return problems;
    }
    if (blank(clientId)) {
      problems.add("client_id must not be empty");
    }
    Arrays.stream(Method.values())
        .filter(each -> each.text().equals(method))
        .findFirst()
        .ifPresentOrElse(
            found -> checkClient(found, problems),
            () -> problems.add("token_endpoint_auth_method \"" + method + "\" not supported"));
    return problems;
  }

  private boolean jwtBearer() {
    return OAuth2Grant.JWT_BEARER.equals(grantType);
  }

  private void checkGrant(String grant, List<String> problems) {
    boolean byPassword = grant.equals("password");
    if (!byPassword && !grant.equals("client_credentials") && !jwtBearer()) {
      problems.add("grant_type " + grant + " not supported");
      return;
    }
    checkUser("username", username, byPassword, problems);
    checkUser("password", password, byPassword, problems);
    if (assertion.isPresent() && !jwtBearer()) {
      problems.add("assertion attribute" + NOT_SET + "grant_type=" + grant);
    }
  }

  private void checkUser(
      String name, Optional<Value> value, boolean needed, List<String> problems) {
    if (needed && blank(value)) {
      problems.add(name + " must not be empty with grant_type=" + grantType);
    }
    if (!needed && value.isPresent()) {
      problems.add(name + " attribute" + NOT_SET + "grant_type=" + grantType);
    }
  }

  private void checkConstants(List<String> problems) {
    Map<String, Optional<Value>> constants = new LinkedHashMap<>();
    constants.put("client_id", clientId);
    constants.put("client_secret", clientSecret);
    constants.put("username", username);
    constants.put("password", password);
    constants.forEach(
        (name, value) ->
            value
                .filter(given -> !given.constant())
                .ifPresent(
                    given -> problems.add(name + ": depends on the call (expected: a constant)")));
    assertion
        .filter(Value::needsResponse)
        .ifPresent(given -> problems.add("assertion: refers to the response"));
    assertion
        .filter(TokenNames::within)
        .ifPresent(
            given ->
                problems.add(
                    "assertion: "
                        + given
                        + " is not known yet (expected: no token of the same backend)"));
  }

  private void checkAssertion(List<String> problems) {
    String grant = "grant_type=" + grantType;
    if (assertion.isEmpty() && profile.isEmpty()) {
      problems.add("missing assertion attribute or jwt_signing_profile block with " + grant);
    }
    if (assertion.isPresent() && profile.isPresent()) {
      problems.add("assertion: along with jwt_signing_profile (expected: one of them)");
    }
    if (clientId.isPresent()) {
      problems.add("client_id attribute" + NOT_SET + grant);
    }
    if (clientSecret.isPresent()) {
      problems.add("client_secret attribute" + NOT_SET + grant);
    }
    if (assertion.isEmpty() && profile.isPresent() && profile.get().key().isEmpty()) {
      problems.add("key and key_file must not both be empty with " + grant);
    }
  }

  private void checkClient(Method how, List<String> problems) {
    boolean secret = how != Method.PRIVATE_KEY_JWT;
    if (secret && blank(clientSecret)) {
      problems.add("client_secret must not be empty with " + method);
    }
    if (!secret && clientSecret.isPresent()) {
      problems.add("client_secret" + NOT_SET + method);
    }
    if (how.signs() && profile.isEmpty()) {
      problems.add("jwt_signing_profile block must be set with " + method);
    }
    if (!how.signs() && profile.isPresent()) {
      problems.add("jwt_signing_profile block" + NOT_SET + method);
    }
    if (how.signs()) {
      profile.ifPresent(signing -> checkSigning(how, signing, problems));
    }
  }

  private void checkSigning(Method how, JwtSigningProfile signing, List<String> problems) {
    boolean bySecret = how == Method.CLIENT_SECRET_JWT;
    if (bySecret && signing.key().isPresent()) {
      problems.add("key" + NOT_SET + method);
    }
    if (!bySecret && signing.key().isEmpty()) {
      problems.add("key and key_file must not both be empty with " + method);
    }
    if (signing.algorithm().symmetric() != bySecret) {
      problems.add("inappropriate signature algorithm with " + method);
    }
  }

  private OAuth2Grant grant() {
    if (jwtBearer()) {
      return assertion
          .<OAuth2Grant>map(OAuth2Grant.JwtBearer::new)
          .orElseGet(() -> new OAuth2Grant.SignedJwtBearer(profile.orElseThrow()));
    }
    return username.isPresent()
        ? new OAuth2Grant.Password(username.get(), password.orElseThrow())
        : new OAuth2Grant.ClientCredentials();
  }

  private Optional<ClientAuthentication> client() {
    if (jwtBearer()) {
      return Optional.empty();
    }
    Method how =
        Arrays.stream(Method.values())
            .filter(each -> each.text().equals(method))
            .findFirst()
            .orElseThrow();
    return Optional.of(
        new ClientAuthentication(how, clientId.orElseThrow(), clientSecret, profile));
  }

  private static boolean blank(Optional<Value> value) {
    return value.isEmpty()
        || (value.get() instanceof Template template
            && template.constant()
            && template.plain().isBlank());
  }
}
