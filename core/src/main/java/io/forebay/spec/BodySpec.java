package io.forebay.spec;

/**
 * What becomes of a response's body. Immutable.
 *
 * @param onSilence what happens when {@code between_bytes_timeout} runs out; default {@link
 *     Silence#FAIL}
 * @param maxBytes most bytes of a body as its reader sees them, after decompression; default 0, no
 *     bound. Beyond it reading fails with kind {@code backend_response_too_large}
 */
public record BodySpec(Silence onSilence, long maxBytes) {

  /** Silence fails, and any length is read. */
  public static final BodySpec DEFAULT = new BodySpec(Silence.FAIL, 0);

  /** What silence inside a body means. */
  public enum Silence {
    /** The body broke off (Fastly Compute). */
    FAIL("fail"),
    /** The body is taken to be complete, as far as it came (Fastly Delivery). */
    TRUNCATE("truncate");

    private final String text;

    Silence(String text) {
      this.text = text;
    }

    /** The choice in text. */
    public String text() {
      return text;
    }
  }

  /**
   * Checks the bound.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public BodySpec {
    if (maxBytes < 0) {
      throw new IllegalArgumentException("max_response_bytes: " + maxBytes + " (expected: >= 0)");
    }
  }

  /** The same with another answer to silence. */
  public BodySpec withOnSilence(Silence choice) {
    return new BodySpec(choice, maxBytes);
  }

  /** The same with another bound. */
  public BodySpec withMaxBytes(long most) {
    return new BodySpec(onSilence, most);
  }
}
