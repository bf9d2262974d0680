package io.forebay.internal.tokens;

import io.forebay.spec.CallView;
import io.forebay.spec.ClientAuthentication;
import io.forebay.spec.OAuth2Grant;
import io.forebay.spec.OAuth2Spec;
import io.forebay.spec.Origin;
import io.forebay.spec.TokenSources;
import io.forebay.spec.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** Asks an authorization server for an access token (RFC 6749 section 3.2, RFC 7521). */
final class OAuth2Source implements TokenSource {
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final OAuth2Spec spec;
  private final @Nullable Assertions assertions;
  private final List<String> secrets = new ArrayList<>();

  /**
   * Reads the key, where there is one.
   *
   * @throws IllegalArgumentException if it is none, or what signs is not there
   */
  OAuth2Source(OAuth2Spec spec) {
    this.spec = spec;
    assertions = spec.signs() ? Assertions.of(spec) : null;
    spec.client()
        .flatMap(ClientAuthentication::secret)
        .ifPresent(s -> secrets.add(Values.plain(s)));
    if (spec.grant() instanceof OAuth2Grant.Password login) {
      secrets.add(Values.plain(login.password()));
    }
  }

  @Override
  public String name() {
    return TokenSources.OAUTH2;
  }

  @Override
  public Asked asked(CallView call) {
    if (!(spec.grant() instanceof OAuth2Grant.JwtBearer bearer)) {
      return Asked.ALWAYS;
    }
    Object assertion = bearer.assertion().typed(call);
    if (assertion == null) {
      throw new IllegalArgumentException("oauth2: assertion expression evaluates to null");
    }
    if (!(assertion instanceof String text)) {
      throw new IllegalArgumentException("oauth2: assertion expression must evaluate to a string");
    }
    return new Asked("", List.of(), text);
  }

  @Override
  public Request request(Asked asked, Origin to) {
    FormText form = new FormText();
    form.add("grant_type", spec.grant().text());
    if (!spec.scope().isBlank()) {
      form.add("scope", spec.scope());
    }
    spec.params().forEach((name, values) -> form.addAll(name, values));
    String audience = spec.endpoint().origin().isPresent() ? spec.endpoint().url() : to + target();
    grant(form, asked, audience);
    Request.Builder request = new Request.Builder().header("Accept", "application/json");
    spec.client().ifPresent(client -> client(client, form, request, audience));
    return request.url(to + target()).post(form.body()).build();
  }

  private String target() {
    return spec.endpoint().target();
  }

  private void grant(FormText form, Asked asked, String audience) {
    if (spec.grant() instanceof OAuth2Grant.Password login) {
      form.add("username", Values.plain(login.username()));
      form.add("password", Values.plain(login.password()));
    } else if (spec.grant() instanceof OAuth2Grant.JwtBearer) {
      form.add("assertion", asked.body());
    } else if (assertions != null && spec.grant() instanceof OAuth2Grant.SignedJwtBearer) {
      form.add("assertion", assertions.made(audience));
    }
  }

  private void client(
      ClientAuthentication client, FormText form, Request.Builder request, String audience) {
    String id = Values.plain(client.clientId());
    String secret = client.secret().map(Values::plain).orElse("");
    switch (client.method()) {
      case CLIENT_SECRET_BASIC -> request.header("Authorization", basic(id, secret));
      case CLIENT_SECRET_POST -> form.add("client_id", id).add("client_secret", secret);
      case CLIENT_SECRET_JWT, PRIVATE_KEY_JWT -> {
        form.add("client_id", id).add("client_assertion_type", ASSERTION_TYPE);
        if (assertions != null) {
          form.add("client_assertion", assertions.made(audience));
        }
      }
    }
  }

  /** Both parts form-encoded (RFC 6749 section 2.3.1). */
  private static String basic(String id, String secret) {
    String login = FormText.encoded(id) + ":" + FormText.encoded(secret);
    byte[] bytes = login.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public Issued read(Answer answer) throws TokenFailure {
    try {
      if (answer.status() != 200) {
        boolean general = answer.status() >= 500 || answer.status() == 429;
        throw new TokenFailure(refusal(answer), general, null);
      }
      Optional<Object> token = answer.json("/access_token");
      if (token.isEmpty() || !(token.get() instanceof String text) || text.isEmpty()) {
        throw TokenFailure.ofThis("the response has no access_token");
      }
      return new Issued(
          Values.sendable(text), Ttl.expiresIn(answer.json("/expires_in").orElse(null)));
    } catch (IllegalArgumentException e) {
      throw TokenFailure.ofThis("status " + answer.status() + ", " + e.getMessage());
    }
  }

  /** What the server says (RFC 6749 section 5.2), as far as it says it. */
  private static String refusal(Answer answer) {
    StringBuilder text = new StringBuilder("status ").append(answer.status());
    for (String field : List.of("error", "error_description", "error_uri")) {
      try {
        answer
            .json("/" + field)
            .ifPresent(said -> text.append(", ").append(field).append('=').append(shown(said)));
      } catch (IllegalArgumentException e) {
        return text.append(", ").append(e.getMessage()).toString();
      }
    }
    return text.toString();
  }

  private static String shown(Object said) {
    return Values.shown(Value.text(said));
  }

  @Override
  public String withoutSecrets(Asked asked, String text) {
    String plain = Values.without(text, asked.body());
    for (String secret : secrets) {
      plain = Values.without(plain, secret);
    }
    return plain;
  }
}
