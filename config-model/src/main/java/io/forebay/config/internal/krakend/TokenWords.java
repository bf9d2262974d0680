package io.forebay.config.internal.krakend;

import io.forebay.config.internal.tree.Node;
import io.forebay.spec.OAuth2Builder;
import io.forebay.spec.OAuth2Spec;
import io.forebay.spec.TokenEndpoint;
import io.forebay.spec.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Access tokens: {@code auth/client-credentials}. */
final class TokenWords {
  private static final Map<String, Word> WORDS =
      Map.of(
          "client_id", Word.read(Word.Type.TEXT),
          "client_secret", Word.read(Word.Type.TEXT),
          "token_url", Word.read(Word.Type.TEXT),
          "scopes", Word.read(Word.Type.TEXT),
          "endpoint_params", Word.read(Word.Type.OBJECT),
          "is_disabled", Word.read(Word.Type.BOOLEAN));

  private TokenWords() {}

  /** The token; empty if there is none, or something is wrong with it. */
  static Optional<OAuth2Spec> read(Node.Mapping extra, Fields backend) {
    Optional<Fields> found = Namespaces.read(extra, Namespaces.TOKENS, WORDS, backend);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields words = found.get();
    if (words.flag("is_disabled")) {
      words.note("is_disabled", "requests go out without a token, as in KrakenD");
      return Optional.empty();
    }
    OAuth2Builder builder = new OAuth2Builder().grantType("client_credentials").retries(0);
    words.text("client_id").ifPresent(builder::clientId);
    words.text("client_secret").ifPresent(builder::clientSecret);
    words.text("scopes").ifPresent(scopes -> builder.scope(joined(scopes)));
    boolean isWhole = endpoint(words, builder) && params(words, builder);
    if (!isWhole) {
      return Optional.empty();
    }
    List<String> problems = builder.problems();
    problems.forEach(problem -> words.report().found(words.at(), words.place(), () -> problem));
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    words
        .report()
        .note(
            words.at(),
            words.place(),
            "the secret is sent as Basic alone, where KrakenD tries the form next");
    return Optional.of(builder.build());
  }

  private static boolean endpoint(Fields words, OAuth2Builder builder) {
    Optional<String> url = words.text("token_url");
    if (url.isEmpty()) {
      return true; // What is missing is told with the rest.
    }
    try {
      builder.endpoint(TokenEndpoint.of(url.get()));
      return true;
    } catch (IllegalArgumentException e) {
      words.found("token_url", String.valueOf(e.getMessage()));
      return false;
    }
  }

  private static String joined(String scopes) {
    return Arrays.stream(scopes.split(","))
        .map(String::strip)
        .filter(scope -> !scope.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static boolean params(Fields words, OAuth2Builder builder) {
    boolean isWhole = true;
    Optional<Node.Mapping> params = words.object("endpoint_params");
    for (Node.Entry entry : params.map(Node.Mapping::entries).orElse(Map.of()).values()) {
      if (entry.name().equals("scope") || entry.name().equals("grant_type")) {
        words.found("endpoint_params", entry.name() + " cannot be overridden by it");
        isWhole = false;
      } else if (entry.value() instanceof Node.Sequence list) {
        list.items().stream()
            .filter(Word.Type.TEXT::fits)
            .map(item -> ((Node.Scalar) item).text())
            .forEach(text -> builder.param(entry.name(), Value.of(text)));
      } else {
        words.report().wrong(entry.value(), words.placeOf("endpoint_params"), "a list of texts");
        isWhole = false;
      }
    }
    return isWhole;
  }
}
