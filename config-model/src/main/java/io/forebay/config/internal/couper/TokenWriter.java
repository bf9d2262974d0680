package io.forebay.config.internal.couper;

import io.forebay.spec.ClientAuthentication;
import io.forebay.spec.Durations;
import io.forebay.spec.JwtSigningProfile;
import io.forebay.spec.Material;
import io.forebay.spec.OAuth2Grant;
import io.forebay.spec.OAuth2Spec;
import io.forebay.spec.TokenBody;
import io.forebay.spec.TokenEndpoint;
import io.forebay.spec.TokenPart;
import io.forebay.spec.TokenRequestSpec;
import io.forebay.spec.TokenSources;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes {@code oauth2} and {@code beta_token_request}: each in full, or not at all. */
final class TokenWriter {
  private final HclText out;
  private final Consumer<String> note;
  private final Others others;

  /** The other backends and refinements of what is written. */
  interface Others {
    /** What a backend is called; empty: it is none. */
    Optional<String> label(String backend);

    /** Writes a refinement as a block in place. */
    void refine(String refinement);
  }

  /**
   * A writer of one backend's blocks.
   *
   * @param note takes what cannot be written: the key, and what became of it
   * @param others who may be asked for tokens
   */
  TokenWriter(HclText out, Consumer<String> note, Others others) {
    this.out = out;
    this.note = note;
    this.others = others;
  }

  void write(TokenSources tokens) {
    tokens.oauth2().ifPresent(this::oauth2);
    tokens.requests().forEach(this::request);
  }

  private void oauth2(OAuth2Spec spec) {
    Map<String, String> attributes = new LinkedHashMap<>();
    Map<String, String> profile = new LinkedHashMap<>();
    try {
      attributes.put("grant_type", HclText.quoted(spec.grant().text()));
      endpoint(spec.endpoint(), "token_endpoint", attributes);
      if (spec.client().isPresent()) {
        client(spec.client().get(), attributes, profile);
      }
      grant(spec.grant(), attributes, profile);
    } catch (IllegalArgumentException e) {
      note.accept("oauth2: left out: " + e.getMessage());
      return;
    }
    if (!spec.scope().isEmpty()) {
      attributes.put("scope", HclText.quoted(spec.scope()));
    }
    if (spec.retries() != OAuth2Spec.DEFAULT_RETRIES) {
      attributes.put("retries", Integer.toString(spec.retries()));
    }
    if (!spec.params().isEmpty()) {
      note.accept("oauth2.params: left out, as Couper has no such attribute");
    }
    out.open("oauth2");
    attributes.forEach(out::attribute);
    if (!profile.isEmpty()) {
      out.open("jwt_signing_profile");
      profile.forEach(out::attribute);
      out.close();
    }
    refinement(spec.endpoint());
    out.close();
  }

  private void endpoint(TokenEndpoint endpoint, String url, Map<String, String> attributes) {
    if (endpoint.via() instanceof TokenEndpoint.Own) {
      throw new IllegalArgumentException("it has a backend that Java gave");
    }
    if (!endpoint.url().isEmpty()) {
      attributes.put(url, HclText.quoted(endpoint.url()));
    }
    endpoint
        .label()
        .flatMap(others::label)
        .ifPresent(label -> attributes.put("backend", HclText.quoted(label)));
  }

  /** Couper refines where it uses. */
  private void refinement(TokenEndpoint endpoint) {
    endpoint.label().filter(label -> others.label(label).isEmpty()).ifPresent(others::refine);
  }

  private static void client(
      ClientAuthentication client, Map<String, String> attributes, Map<String, String> profile) {
    attributes.put("client_id", Expressions.of(client.clientId()));
    client.secret().ifPresent(secret -> attributes.put("client_secret", Expressions.of(secret)));
    if (client.method() != ClientAuthentication.Method.CLIENT_SECRET_BASIC) {
      attributes.put("token_endpoint_auth_method", HclText.quoted(client.method().text()));
    }
    client.profile().ifPresent(signing -> profile(signing, profile));
  }

  private static void grant(
      OAuth2Grant grant, Map<String, String> attributes, Map<String, String> profile) {
    if (grant instanceof OAuth2Grant.Password login) {
      attributes.put("username", Expressions.of(login.username()));
      attributes.put("password", Expressions.of(login.password()));
    } else if (grant instanceof OAuth2Grant.JwtBearer bearer) {
      attributes.put("assertion", Expressions.of(bearer.assertion()));
    } else if (grant instanceof OAuth2Grant.SignedJwtBearer bearer) {
      profile(bearer.profile(), profile);
    }
  }

  private static void profile(JwtSigningProfile signing, Map<String, String> out) {
    out.put("signature_algorithm", HclText.quoted(signing.algorithm().name()));
    out.put("ttl", HclText.quoted(Durations.format(signing.ttl())));
    signing.key().ifPresent(key -> key(key, out));
    constants("claims", signing.claims(), out);
    constants("headers", signing.headers(), out);
  }

  private static void key(Material key, Map<String, String> out) {
    if (key instanceof Material.InFile file) {
      out.put("key_file", HclText.quoted(file.path().toString()));
      return;
    }
    String reference = ((Material.Inline) key).reference();
    if (reference.isEmpty()) {
      throw new IllegalArgumentException(
          "a secret of unknown origin (expected: one from ${env:NAME})");
    }
    out.put("key", Expressions.ofForm(reference));
  }

  private static void constants(
      String name, Map<String, TokenBody.JsonPart> parts, Map<String, String> out) {
    if (!parts.isEmpty()) {
      out.put(name, json(new TokenBody.Members(parts)));
    }
  }

  private void request(TokenRequestSpec spec) {
    Map<String, String> attributes = new LinkedHashMap<>();
    try {
      endpoint(spec.endpoint(), "url", attributes);
      attributes.put("method", HclText.quoted(spec.message().method()));
      lists("headers", spec.message().headers(), attributes);
      lists("query_params", spec.message().query(), attributes);
      body(spec.message().body(), attributes);
      List<String> statuses = new ArrayList<>();
      spec.expectedStatus()
          .forEach(
              range -> {
                for (int status = range.from(); status <= range.to(); status++) {
                  statuses.add(Integer.toString(status));
                }
              });
      if (!statuses.isEmpty()) {
        attributes.put("expected_status", Expressions.list(statuses));
      }
      attributes.put("token", response(spec.token()));
      attributes.put("ttl", ttl(spec.ttl()));
    } catch (IllegalArgumentException e) {
      note.accept("token_request." + spec.name() + ": left out: " + e.getMessage());
      return;
    }
    boolean usual = spec.name().equals(TokenRequestSpec.DEFAULT_NAME);
    out.open("beta_token_request" + (usual ? "" : " " + HclText.quoted(spec.name())));
    attributes.forEach(out::attribute);
    refinement(spec.endpoint());
    out.close();
  }

  private static void lists(
      String name, Map<String, List<Value>> values, Map<String, String> attributes) {
    if (!values.isEmpty()) {
      attributes.put(name, lists(values));
    }
  }

  private static String lists(Map<String, List<Value>> values) {
    Map<String, String> written = new LinkedHashMap<>();
    values.forEach(
        (key, each) ->
            written.put(
                key,
                each.size() == 1
                    ? Expressions.of(each.get(0))
                    : Expressions.list(each.stream().map(Expressions::of).toList())));
    return Expressions.mapping(written);
  }

  private static void body(TokenBody body, Map<String, String> attributes) {
    if (body instanceof TokenBody.Text text) {
      attributes.put("body", Expressions.of(text.value()));
    } else if (body instanceof TokenBody.Form form) {
      attributes.put("form_body", lists(form.fields()));
    } else if (body instanceof TokenBody.Json json) {
      attributes.put("json_body", json(json.value()));
    }
  }

  private static String json(TokenBody.JsonPart part) {
    if (part instanceof Value value) {
      return Expressions.of(value);
    }
    if (part instanceof TokenBody.Items items) {
      return Expressions.list(items.items().stream().map(TokenWriter::json).toList());
    }
    Map<String, String> members = new LinkedHashMap<>();
    ((TokenBody.Members) part).members().forEach((name, of) -> members.put(name, json(of)));
    return Expressions.mapping(members);
  }

  private static String ttl(TokenPart part) {
    return part instanceof TokenPart.Lasting lasting
        ? HclText.quoted(Durations.format(lasting.time()))
        : "\"${" + response(part) + "}s\"";
  }

  private static String response(TokenPart part) {
    if (!(part instanceof TokenPart.At at) || at.pointer().isEmpty()) {
      throw new IllegalArgumentException("computed in Java, or not in the JSON of the response");
    }
    StringBuilder text = new StringBuilder("beta_token_response.json_body");
    for (String step : at.pointer().substring(1).split("/", -1)) {
      String name = step.replace("~1", "/").replace("~0", "~");
      text.append(HclText.isName(name) ? "." + name : "[" + HclText.quoted(name) + "]");
    }
    return text.toString();
  }
}
