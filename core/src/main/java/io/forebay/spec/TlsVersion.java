package io.forebay.spec;

/** Versions of TLS, in order. */
public enum TlsVersion {
  /** TLS 1.0, which the JDK disables unless told otherwise. */
  TLS_1_0("1.0", "TLSv1"),
  /** TLS 1.1, which the JDK disables unless told otherwise. */
  TLS_1_1("1.1", "TLSv1.1"),
  /** TLS 1.2. */
  TLS_1_2("1.2", "TLSv1.2"),
  /** TLS 1.3. */
  TLS_1_3("1.3", "TLSv1.3");

  private final String text;
  private final String javaName;

  TlsVersion(String text, String javaName) {
    this.text = text;
    this.javaName = javaName;
  }

  /**
   * Reads {@code 1.2}; {@code 1} is 1.0.
   *
   * @throws IllegalArgumentException if it is no version
   */
  public static TlsVersion of(String text) {
    for (TlsVersion version : values()) {
      if (version.text.equals(text)) {
        return version;
      }
    }
    if (text.equals("1")) {
      return TLS_1_0;
    }
    throw new IllegalArgumentException("'" + text + "' (expected: 1.0, 1.1, 1.2 or 1.3)");
  }

  /** The version in text, such as {@code 1.2}. */
  public String text() {
    return text;
  }

  /** The name in the JDK, such as {@code TLSv1.2}. */
  public String javaName() {
    return javaName;
  }
}
