package io.forebay.config.internal.form;

import io.forebay.config.internal.form.MapShape.Names;
import io.forebay.config.internal.tree.Node;
import io.forebay.health.StatusRange;
import io.forebay.spec.Durations;
import io.forebay.spec.TokenBody;
import io.forebay.spec.TokenEndpoint;
import io.forebay.spec.TokenPart;
import io.forebay.spec.TokenRequestSpec;
import io.forebay.spec.TokenRequestSpec.Message;
import io.forebay.spec.TokenSources;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys of {@code token_request}, with Couper's names. */
final class TokenRequestKeys {
  private static final TokenEndpoint ANY_ENDPOINT = TokenEndpoint.of("http://any");

  private static final Key<TokenRequestSpec, String> NAME =
      Key.of(
          "name",
          CheckedShapes.text(
              "a name", name -> TokenRequestSpec.of(ANY_ENDPOINT, "", "").withName(name)),
          TokenRequestSpec::name,
          TokenRequestSpec.DEFAULT_NAME);
  private static final Key<TokenRequestSpec, String> URL =
      Key.of("url", Shapes.ANY_TEXT, spec -> EndpointKeys.url(spec.endpoint()));
  private static final Key<TokenRequestSpec, String> BACKEND =
      Key.of("backend", Shapes.LABEL, spec -> EndpointKeys.label(spec.endpoint()));
  private static final Key<TokenRequestSpec, String> METHOD =
      Key.of(
          "method",
          CheckedShapes.text(
              "a method", method -> new Message(method, Map.of(), Map.of(), new TokenBody.None())),
          spec ->
              Optional.of(spec.message().method())
                  .filter(method -> !method.equals(usualMethod(spec.message().body()))));
  private static final Key<TokenRequestSpec, Map<String, List<Value>>> HEADERS =
      Key.of(
          "headers",
          new MapShape<>(Shapes.VALUES, Names.TOKENS),
          spec -> spec.message().headers(),
          Map.of());
  private static final Key<TokenRequestSpec, Map<String, List<Value>>> QUERY =
      Key.of("query_params", Shapes.PARAM_VALUES, spec -> spec.message().query(), Map.of());
  private static final Key<TokenRequestSpec, Value> BODY =
      Key.of(
          "body",
          Shapes.VALUE,
          spec -> body(TokenBody.Text.class, spec).map(TokenBody.Text::value));
  private static final Key<TokenRequestSpec, Map<String, List<Value>>> FORM_BODY =
      Key.of(
          "form_body",
          Shapes.PARAM_VALUES,
          spec -> body(TokenBody.Form.class, spec).map(TokenBody.Form::fields));
  private static final Key<TokenRequestSpec, TokenBody.JsonPart> JSON_BODY =
      Key.of(
          "json_body",
          JsonShape.DOCUMENT,
          spec -> body(TokenBody.Json.class, spec).map(TokenBody.Json::value));
  private static final Key<TokenRequestSpec, List<StatusRange>> EXPECTED_STATUS =
      Key.of("expected_status", StatusShapes.ANY, TokenRequestSpec::expectedStatus, List.of());
  private static final Key<TokenRequestSpec, TokenPart> TOKEN =
      Key.of(
          "token",
          part("a JSON pointer such as /access_token", TokenPart.At::new),
          spec -> Optional.of(spec.token()));
  private static final Key<TokenRequestSpec, TokenPart> TTL =
      Key.of(
          "ttl",
          part("a JSON pointer such as /expires_in, or a duration", TokenRequestKeys::ttl),
          spec -> Optional.of(spec.ttl()));

  private static final Shape<TokenRequestSpec> REQUEST =
      CheckedShapes.block(
          List.of(
              NAME,
              URL,
              BACKEND,
              METHOD,
              HEADERS,
              QUERY,
              BODY,
              FORM_BODY,
              JSON_BODY,
              EXPECTED_STATUS,
              TOKEN,
              TTL),
          Together.required(TOKEN, TTL)
              .notAll(BODY, FORM_BODY)
              .notAll(BODY, JSON_BODY)
              .notAll(FORM_BODY, JSON_BODY),
          TokenRequestKeys::request);

  /** The value of {@code token_request}: one, or a list. */
  static final Shape<List<TokenRequestSpec>> REQUESTS =
      new Shape<>() {
        @Override
        public String expected() {
          return "a mapping or a list of them";
        }

        @Override
        public Optional<List<TokenRequestSpec>> read(Node node, Place place, Scope scope) {
          return TokenRequestKeys.read(node, place, scope);
        }

        @Override
        public @Nullable Object write(
            List<TokenRequestSpec> requests, Place place, Referring references) {
          if (requests.size() == 1 && !references.isWithin(place.item(0))) {
            return REQUEST.write(requests.get(0), place, references);
          }
          List<@Nullable Object> items = new ArrayList<>();
          for (TokenRequestSpec request : requests) {
            items.add(REQUEST.write(request, place.item(items.size()), references));
          }
          return items;
        }

        @Override
        public Schema schema(SchemaParts parts) {
          Schema each = parts.shared("token_request", () -> REQUEST.schema(parts));
          return Schema.of("title", expected())
              .with(Schema.anyOf(each, Schema.type("array").with("items", each)));
        }
      };

  private TokenRequestKeys() {}

  private static Optional<List<TokenRequestSpec>> read(Node node, Place place, Scope scope) {
    if (!(node instanceof Node.Sequence sequence)) {
      return REQUEST.read(node, place, scope).map(List::of);
    }
    List<TokenRequestSpec> requests = new ArrayList<>();
    int index = 0;
    for (Node item : sequence.items()) {
      REQUEST.read(item, place.item(index++), scope).ifPresent(requests::add);
    }
    try {
      return Optional.of(TokenSources.NONE.withRequests(requests).requests())
          .filter(all -> all.size() == sequence.items().size());
    } catch (IllegalArgumentException e) {
      scope.found(node.at(), place, () -> Scope.complaint(e, place));
      return Optional.empty();
    }
  }

  private static <T> Optional<T> body(Class<T> type, TokenRequestSpec spec) {
    TokenBody body = spec.message().body();
    return type.isInstance(body) ? Optional.of(type.cast(body)) : Optional.empty();
  }

  private static String usualMethod(TokenBody body) {
    return body instanceof TokenBody.None ? "GET" : "POST";
  }

  /** How a part is read out of text. */
  private interface Parsed {
    TokenPart of(String text);
  }

  private static Shape<TokenPart> part(String expected, Parsed parsed) {
    return Shapes.scalar(
        expected,
        text -> Optional.of(parsed.of(text.value())),
        TokenRequestKeys::written,
        Scalars.NAME);
  }

  private static TokenPart ttl(String text) {
    return text.isEmpty() || text.startsWith("/")
        ? new TokenPart.At(text)
        : new TokenPart.Lasting(Durations.parse(text));
  }

  private static Object written(TokenPart part) {
    if (part instanceof TokenPart.Computed) {
      throw new IllegalStateException("computed in Java, which no text can say");
    }
    return References.escaped(part.toString());
  }

  private static TokenRequestSpec request(Bound bound) {
    TokenEndpoint endpoint =
        EndpointKeys.endpoint(bound.get(BACKEND), bound.get(URL))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "url: missing (expected: an absolute URL, or a backend)"));
    TokenBody body = body(bound);
    Message message =
        new Message(
            bound.get(METHOD).orElse(usualMethod(body)),
            bound.get(HEADERS).orElse(Map.of()),
            bound.get(QUERY).orElse(Map.of()),
            body);
    return new TokenRequestSpec(
        bound.get(NAME).orElse(TokenRequestSpec.DEFAULT_NAME),
        endpoint,
        message,
        bound.get(EXPECTED_STATUS).orElse(List.of()),
        CheckedShapes.required(bound, TOKEN),
        CheckedShapes.required(bound, TTL));
  }

  private static TokenBody body(Bound bound) {
    if (Stream.of(BODY, FORM_BODY, JSON_BODY).filter(bound::given).count() > 1) {
      throw new IllegalArgumentException(
          "token_request can only have one of body, form_body or json_body attributes");
    }
    return bound
        .get(BODY)
        .<TokenBody>map(TokenBody.Text::new)
        .or(() -> bound.get(FORM_BODY).map(TokenBody.Form::new))
        .or(() -> bound.get(JSON_BODY).map(TokenBody.Json::new))
        .orElseGet(TokenBody.None::new);
  }
}
