package io.forebay.spec;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/**
 * A user and a password for {@code Authorization: Basic} (RFC 7617). Immutable; never printed.
 *
 * <p>A class and not a record, so that no generated {@code toString} can tell.
 */
public final class Credentials {
  private final String userPassword;
  private final String reference;

  private Credentials(String userPassword, String reference) {
    this.userPassword = userPassword;
    this.reference = reference;
  }

  /**
   * Takes {@code user:password} as one text; a text without a colon is sent as it is (Couper {@code
   * basic_auth}).
   *
   * @throws IllegalArgumentException if the text is blank or holds control characters (RFC 7617
   *     section 2)
   */
  public static Credentials basic(String userPassword) {
    return referenced(userPassword, "");
  }

  /** Like {@link #basic}, remembering the reference that a file names in place of the text. */
  public static Credentials referenced(String userPassword, String reference) {
    if (userPassword.isBlank()) {
      throw new IllegalArgumentException("basic_auth: empty (expected: user:password)");
    }
    if (userPassword.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw new IllegalArgumentException(
          "basic_auth: holds a control character (expected: user:password)");
    }
    return new Credentials(userPassword, reference);
  }

  /** The header's value: {@code Basic} and the text in Base64, encoded as UTF-8. */
  public String headerValue() {
    byte[] bytes = userPassword.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  /** The secret itself, for whoever writes a definition. */
  public String reveal() {
    return userPassword;
  }

  /** Where the secret came from, such as {@code ${env:USERS_LOGIN}}; empty if it was given. */
  public String reference() {
    return reference;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Credentials that && userPassword.equals(that.userPassword);
  }

  @Override
  public int hashCode() {
    return Objects.hash(userPassword);
  }

  /** Three stars. */
  @Override
  public String toString() {
    return "***";
  }
}
