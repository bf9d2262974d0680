package io.forebay.cases;

import io.forebay.spec.Durations;
import io.forebay.spec.JwtAlgorithm;
import io.forebay.spec.JwtSigningProfile;
import io.forebay.spec.Material;
import io.forebay.spec.OAuth2Builder;
import io.forebay.spec.TokenBody;
import io.forebay.spec.TokenEndpoint;
import io.forebay.spec.TokenPart;
import io.forebay.spec.TokenRequestSpec;
import io.forebay.spec.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the keys of tokens are in Java. */
final class JavaTokens {
  private JavaTokens() {}

  static void oauth2(OAuth2Builder builder, Object said) {
    Entry entry = new Entry("oauth2", said);
    endpoint(entry, "token_endpoint").ifPresent(builder::endpoint);
    entry.text("grant_type").ifPresent(builder::grantType);
    entry.text("token_endpoint_auth_method").ifPresent(builder::authMethod);
    value(entry, "client_id").ifPresent(builder::clientId);
    value(entry, "client_secret").ifPresent(builder::clientSecret);
    value(entry, "username").ifPresent(builder::username);
    value(entry, "password").ifPresent(builder::password);
    value(entry, "assertion").ifPresent(builder::assertion);
    entry.text("scope").ifPresent(builder::scope);
    entry.map("params").forEach((name, each) -> builder.param(name, JavaKeys.value(each)));
    if (entry.has("jwt_signing_profile")) {
      builder.signing(profile(new Entry("profile", entry.take("jwt_signing_profile"))));
    }
    if (entry.has("retries")) {
      builder.retries(entry.number("retries", 0));
    }
    entry.done();
  }

  private static Optional<Value> value(Entry entry, String key) {
    return entry.has(key) ? Optional.of(JavaKeys.value(entry.take(key))) : Optional.empty();
  }

  /** A backend of its own, one of a label, or a URL. */
  private static Optional<TokenEndpoint> endpoint(Entry entry, String key) {
    Object backend = entry.take("backend");
    Optional<String> url = entry.text(key);
    if (backend instanceof Map<?, ?> keys) {
      return Optional.of(
          TokenEndpoint.through(JavaKeys.backend("anonymous", Entry.map(keys)), url.orElse("")));
    }
    return backend == null
        ? url.map(TokenEndpoint::of)
        : Optional.of(TokenEndpoint.through(backend.toString(), url.orElse("")));
  }

  private static JwtSigningProfile profile(Entry entry) {
    JwtSigningProfile profile =
        new JwtSigningProfile(
            JwtAlgorithm.valueOf(entry.text("signature_algorithm").orElseThrow()),
            Durations.parse(entry.text("ttl").orElseThrow()),
            entry.text("key").map(Material::inline),
            Map.copyOf(values(entry.map("claims"))),
            Map.copyOf(values(entry.map("headers"))));
    entry.done();
    return profile;
  }

  private static Map<String, Value> values(Map<String, Object> said) {
    Map<String, Value> values = new LinkedHashMap<>();
    said.forEach((name, each) -> values.put(name, JavaKeys.value(each)));
    return values;
  }

  // ---- requests for tokens

  static TokenRequestSpec[] requests(Object said) {
    return Entry.entries("token_request", said).stream()
        .map(JavaTokens::request)
        .toArray(TokenRequestSpec[]::new);
  }

  private static TokenRequestSpec request(Entry entry) {
    TokenRequestSpec request =
        new TokenRequestSpec(
            entry.text("name", TokenRequestSpec.DEFAULT_NAME),
            endpoint(entry, "url").orElseThrow(),
            message(entry),
            List.of(),
            new TokenPart.At(entry.text("token").orElseThrow()),
            ttl(entry.text("ttl").orElseThrow()));
    entry.done();
    return request;
  }

  private static TokenRequestSpec.Message message(Entry entry) {
    Map<String, List<Value>> query = lists(entry.map("query_params"));
    if (!entry.has("form_body")) {
      return new TokenRequestSpec.Message(
          entry.text("method", "GET"), Map.of(), query, new TokenBody.None());
    }
    TokenBody form = new TokenBody.Form(lists(entry.map("form_body")));
    return new TokenRequestSpec.Message(entry.text("method", "POST"), Map.of(), query, form);
  }

  private static Map<String, List<Value>> lists(Map<String, Object> said) {
    Map<String, List<Value>> lists = new LinkedHashMap<>();
    values(said).forEach((name, value) -> lists.put(name, List.of(value)));
    return lists;
  }

  private static TokenPart ttl(String text) {
    return text.startsWith("/")
        ? new TokenPart.At(text)
        : new TokenPart.Lasting(Durations.parse(text));
  }
}
