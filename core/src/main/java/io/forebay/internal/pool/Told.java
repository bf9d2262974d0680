package io.forebay.internal.pool;

import io.forebay.internal.tokens.Token;
import io.forebay.internal.tokens.Untold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is told of an exchange; and its tokens, which are told nowhere. */
public final class Told {
  private List<String> warnings = List.of();
  private Map<String, Object> logFields = Map.of();
  private Map<String, Token> tokens = Map.of();

  /** Nothing yet. */
  Told() {}

  /** The tokens that values may see. */
  public void tokens(Map<String, Token> byName) {
    tokens = byName;
  }

  /** The token of that name; null: none. */
  public @Nullable Token token(String name) {
    return tokens.get(name);
  }

  /** A text that is to be told, with three stars in place of tokens. */
  public String withoutTokens(String text) {
    return tokens.isEmpty() ? text : Untold.text(text, tokens.values());
  }

  /** Something could not be done as configured, but the exchange goes on. */
  public void warn(String text) {
    String told = withoutTokens(text);
    if (!warnings.contains(told)) {
      List<String> more = new ArrayList<>(warnings);
      more.add(told);
      warnings = more;
    }
  }

  List<String> warnings() {
    return warnings;
  }

  /** Fields to be told along with the response, without tokens. */
  public void logFields(Map<String, Object> fields) {
    logFields = tokens.isEmpty() ? fields : Untold.fields(fields, tokens.values());
  }

  Map<String, Object> logFields() {
    return logFields;
  }

  /** The response that the fields are about is nobody's. */
  void forgetLogFields() {
    logFields = Map.of();
  }

  /** Goes on as another one; what was warned of stays so. */
  void join(Told winner) {
    logFields = winner.logFields;
    tokens = winner.tokens;
    winner.warnings.forEach(this::warn);
  }
}
