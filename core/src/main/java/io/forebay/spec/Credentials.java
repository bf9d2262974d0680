package io.forebay.spec;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user and a password for {@code Authorization: Basic} (RFC 7617). Immutable; never printed.
 *
 * <p>A class and not a record, so that no generated {@code toString} can tell.
 */
public final class Credentials {
  private final Value userPassword;

  private Credentials(Value userPassword) {
    this.userPassword = userPassword;
  }

  /**
   * Takes {@code user:password} as one text; a text without a colon is sent as it is (Couper {@code
   * basic_auth}). A definition that is written does not hold it.
   *
   * @throws IllegalArgumentException if the text is blank or holds control characters (RFC 7617
   *     section 2)
   */
  public static Credentials basic(String userPassword) {
    return basic(Value.secret(userPassword));
  }

  /** Like {@link #basic}, remembering the reference that a file names in place of the text. */
  public static Credentials referenced(String userPassword, String reference) {
    return basic(new Template(List.of(new Template.Literal(userPassword, reference))));
  }

  /**
   * Takes a text that may depend on the call; where it is blank for a call, that call has no login.
   *
   * @throws IllegalArgumentException if the text is constant, and blank or with control characters;
   *     or if it refers to the response
   */
  public static Credentials basic(Value userPassword) {
    if (userPassword.needsResponse()) {
      throw new IllegalArgumentException("basic_auth: refers to the response");
    }
    Credentials login = new Credentials(userPassword);
    if (login.constant()) {
      check(login.reveal());
    }
    return login;
  }

  private static void check(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("basic_auth: empty (expected: user:password)");
    }
    if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw new IllegalArgumentException(
          "basic_auth: holds a control character (expected: user:password)");
    }
  }

  /**
   * The header's value for a call: {@code Basic} and the text in Base64, encoded as UTF-8; null if
   * the text is blank.
   *
   * @throws UnboundVariableException if the call does not bind a variable of it
   */
  public @Nullable String headerValue(CallView call) {
    String text = userPassword.resolve(call);
    return text == null || text.isBlank() ? null : encoded(text);
  }

  /** Whether it is the same for every call. */
  public boolean constant() {
    return userPassword.constant();
  }

  /**
   * The header's value, the same for every call.
   *
   * @throws IllegalStateException if it depends on the call
   */
  public String headerValue() {
    return encoded(reveal());
  }

  private static String encoded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * The secret itself, for whoever sends it.
   *
   * @throws IllegalStateException if it depends on the call
   */
  public String reveal() {
    if (userPassword instanceof Template template) {
      return template.plain();
    }
    if (userPassword instanceof Value.Plain plain) {
      return plain.toString();
    }
    throw new IllegalStateException("credentials: depend on the call");
  }

  /** Where the secret came from, such as {@code ${env:USERS_LOGIN}}; empty if it was given. */
  public String reference() {
    return userPassword instanceof Template template
            && template.parts().size() == 1
            && template.parts().get(0) instanceof Template.Literal literal
            && !literal.reference().equals(Template.SECRET)
        ? literal.reference()
        : "";
  }

  /** The secret as it was given, for whoever writes a definition. */
  public Value value() {
    return userPassword;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Credentials that && compared().equals(that.compared());
  }

  @Override
  public int hashCode() {
    return compared().hashCode();
  }

  /** Two secrets are one wherever they came from. */
  private Object compared() {
    return constant() ? reveal() : userPassword;
  }

  /** Three stars. */
  @Override
  public String toString() {
    return "***";
  }
}
