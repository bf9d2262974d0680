package io.forebay.config.internal.couper;

import io.forebay.health.StatusRange;
import io.forebay.spec.Durations;
import io.forebay.spec.TokenBody;
import io.forebay.spec.TokenEndpoint;
import io.forebay.spec.TokenPart;
import io.forebay.spec.TokenRequestSpec;
import io.forebay.spec.TokenRequestSpec.Message;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one {@code beta_token_request}. Used once. */
final class TokenRequestReader {
  private static final String RESPONSE = "beta_token_response";

  private final TokenReader.Attributes attributes;
  private final Optional<TokenEndpoint> endpoint;

  TokenRequestReader(TokenReader.Attributes attributes, Optional<TokenEndpoint> endpoint) {
    this.attributes = attributes;
    this.endpoint = endpoint;
  }

  Optional<TokenRequestSpec> read(Block block) {
    TokenBody body = body();
    String usual = body instanceof TokenBody.None ? "GET" : "POST";
    String method = attributes.text("method").orElse(usual);
    Map<String, List<Value>> headers = attributes.lists("headers");
    Map<String, List<Value>> query = attributes.lists("query_params");
    List<StatusRange> statuses = statuses();
    Optional<TokenPart> token = part(block, "token");
    Optional<TokenPart> ttl = part(block, "ttl");
    if (endpoint.isEmpty() || token.isEmpty() || ttl.isEmpty() || attributes.isIncomplete()) {
      attributes.noteBlock("left out, as something in it cannot be said");
      return Optional.empty();
    }
    return attributes.made(
        "url",
        () ->
            new TokenRequestSpec(
                block.label().orElse(TokenRequestSpec.DEFAULT_NAME),
                endpoint.get(),
                new Message(method, headers, query, body),
                statuses,
                token.get(),
                ttl.get()));
  }

  private TokenBody body() {
    if (attributes.given("form_body")) {
      return new TokenBody.Form(attributes.lists("form_body"));
    }
    Optional<Argument> json = attributes.argument("json_body");
    if (json.isPresent()) {
      return attributes
          .json(json.get())
          .<TokenBody>map(TokenBody.Json::new)
          .orElseGet(TokenBody.None::new);
    }
    return attributes
        .value("body")
        .<TokenBody>map(TokenBody.Text::new)
        .orElseGet(TokenBody.None::new);
  }

  private List<StatusRange> statuses() {
    List<StatusRange> statuses = new ArrayList<>();
    Optional<Argument> argument = attributes.argument("expected_status");
    Optional<Known.Many> items = argument.flatMap(found -> found.items(true));
    for (Known item : items.map(Known.Many::items).orElse(List.of())) {
      argument
          .flatMap(found -> found.part("[]", item).whole())
          .flatMap(status -> attributes.made("expected_status", () -> StatusRange.of(status)))
          .ifPresentOrElse(statuses::add, attributes::fail);
    }
    return statuses;
  }

  /** What of the response it is: a place in its JSON, or for {@code ttl} a duration. */
  private Optional<TokenPart> part(Block block, String name) {
    Optional<Expression> expression = block.body().attribute(name).map(Block.Attribute::value);
    Optional<TokenPart> pointer = expression.flatMap(TokenRequestReader::pointer);
    if (pointer.isPresent() || expression.isEmpty()) {
      return pointer;
    }
    if (name.equals("ttl")) {
      return attributes
          .text(name)
          .flatMap(
              text -> attributes.made(name, () -> new TokenPart.Lasting(Durations.parse(text))));
    }
    attributes.note(name, "no place in the JSON of the response: the block is left out");
    return Optional.empty();
  }

  /** {@code beta_token_response.json_body.a.b}, alone or as a number of seconds. */
  private static Optional<TokenPart> pointer(Expression expression) {
    if (expression instanceof Expression.Text text) {
      List<Expression> parts = text.parts();
      boolean seconds =
          parts.size() == 2
              && parts.get(1) instanceof Expression.Constant unit
              && unit.value().equals("s");
      return parts.size() == 1 || seconds ? pointer(parts.get(0)) : Optional.empty();
    }
    if (!(expression instanceof Expression.Variable variable)
        || !variable.root().equals(RESPONSE)
        || variable.steps().size() < 2
        || !variable.steps().get(0).equals("json_body")) {
      return Optional.empty();
    }
    StringBuilder pointer = new StringBuilder();
    for (String step : variable.steps().subList(1, variable.steps().size())) {
      String name = step.startsWith("[") ? step.substring(1, step.length() - 1) : step;
      pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
    }
    return Optional.of(new TokenPart.At(pointer.toString()));
  }
}
