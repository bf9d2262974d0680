package io.forebay.spec;

import io.forebay.health.StatusRange;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A request whose response holds a token, which edits may use as {@code {token.NAME}}. It is never
 * put on a request by itself. Immutable. Known as {@code beta_token_request} (Couper).
 *
 * @param name what edits call the token: letters, digits and {@code _}; not {@code oauth2}
 * @param endpoint where it is asked for
 * @param message what is sent
 * @param expectedStatus the statuses that are answers; empty: any
 * @param token what of the response is the token
 * @param ttl for how long it holds: a number of seconds, or a duration; at most 1 d counts; zero:
 *     it is not kept
 */
public record TokenRequestSpec(
    String name,
    TokenEndpoint endpoint,
    Message message,
    List<StatusRange> expectedStatus,
    TokenPart token,
    TokenPart ttl) {

  /** The name where none is said. */
  public static final String DEFAULT_NAME = "default";

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_]+");

  /**
   * What is sent.
   *
   * @param method the method
   * @param headers the values of headers, by name
   * @param query the values of query parameters, by name
   * @param body the body
   */
  public record Message(
      String method,
      Map<String, List<Value>> headers,
      Map<String, List<Value>> query,
      TokenBody body) {

    /** A GET of nothing but the URL. */
    public static final Message GET = new Message("GET", Map.of(), Map.of(), new TokenBody.None());

    /**
     * Checks the method and the names of headers, and copies.
     *
     * @throws IllegalArgumentException if one is no token (RFC 9110), or a value is {@code
     *     {token.NAME}}, which is not known yet
     */
    public Message {
      if (!Tokens.isToken(method)) {
        throw new IllegalArgumentException("method: not a token (expected: such as GET)");
      }
      headers.keySet().forEach(Message::checkName);
      TokenNames.requireNone("headers", headers);
      TokenNames.requireNone("query_params", query);
      TokenNames.requireNone("body", body);
      headers = copied(headers);
      query = copied(query);
    }

    private static void checkName(String name) {
      if (!Tokens.isToken(name)) {
        throw new IllegalArgumentException("headers: '" + name + "' (expected: a token)");
      }
    }

    private static Map<String, List<Value>> copied(Map<String, List<Value>> values) {
      Map<String, List<Value>> copy = new LinkedHashMap<>();
      values.forEach((name, each) -> copy.put(name, List.copyOf(each)));
      return Collections.unmodifiableMap(copy);
    }

    /** A POST of a form. */
    public static Message form(Map<String, List<Value>> fields) {
      return new Message("POST", Map.of(), Map.of(), new TokenBody.Form(fields));
    }
  }

  /**
   * Checks the name, and copies.
   *
   * @throws IllegalArgumentException if it has other characters, or is that of {@code oauth2}
   */
  public TokenRequestSpec {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("label is empty");
    }
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "label contains invalid character(s), allowed are 'a-z', 'A-Z', '0-9' and '_'");
    }
    if (name.equals(TokenSources.OAUTH2)) {
      throw new IllegalArgumentException("token request 'oauth2': the name is that of oauth2");
    }
    expectedStatus = List.copyOf(expectedStatus);
  }

  /** The default one, by GET: what a JSON pointer finds, for as long as another finds. */
  public static TokenRequestSpec of(TokenEndpoint endpoint, String token, String ttl) {
    return new TokenRequestSpec(
        DEFAULT_NAME,
        endpoint,
        Message.GET,
        List.of(),
        new TokenPart.At(token),
        new TokenPart.At(ttl));
  }

  /** The same by another name. */
  public TokenRequestSpec withName(String other) {
    return new TokenRequestSpec(other, endpoint, message, expectedStatus, token, ttl);
  }

  /** The same, sending something else. */
  public TokenRequestSpec withMessage(Message other) {
    return new TokenRequestSpec(name, endpoint, other, expectedStatus, token, ttl);
  }

  /** The same where other statuses are answers. */
  public TokenRequestSpec withExpectedStatus(StatusRange... statuses) {
    return new TokenRequestSpec(name, endpoint, message, List.of(statuses), token, ttl);
  }

  /** The same, taking the token out otherwise. */
  public TokenRequestSpec withToken(TokenPart other) {
    return new TokenRequestSpec(name, endpoint, message, expectedStatus, other, ttl);
  }

  /** The same, taking the time out otherwise. */
  public TokenRequestSpec withTtl(TokenPart other) {
    return new TokenRequestSpec(name, endpoint, message, expectedStatus, token, other);
  }

  /** Method and endpoint. */
  @Override
  public String toString() {
    return message.method() + " " + endpoint;
  }
}
