package io.forebay.openapi.internal;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;

/**
 * The regular expressions of schemas, by the JDK, whose matching may take a time that is
 * exponential in the length of the text. So matching reads characters from a budget, which all
 * patterns of one message share: about a second, whatever the pattern and the text.
 */
final class Patterns {
  /** Reads of characters for one message: enough for a body of 8 MiB that patterns read twice. */
  private static final long BUDGET = 20_000_000;

  /** An array of the JDK, because a thread may outlive these classes. */
  private static final ThreadLocal<long[]> LEFT = ThreadLocal.withInitial(() -> new long[1]);

  private Patterns() {}

  /** The budget is used up. The validator would log any exception, and take it for a mismatch. */
  static final class ExhaustedError extends Error {
    private static final long serialVersionUID = 1L;

    ExhaustedError() {
      super("the patterns of the schema take too long", null, false, false);
    }
  }

  /** Another message is checked on this thread. */
  static void refill() {
    LEFT.get()[0] = BUDGET;
  }

  static RegularExpression compile(String pattern) {
    Pattern compiled = Pattern.compile(RegularExpressions.replaceDollarAnchors(pattern));
    return text -> compiled.matcher(new Metered(text, LEFT.get())).find();
  }

  /** A text that counts how often it is read. */
  private static final class Metered implements CharSequence {
    private final String text;
    private final long[] left;

    Metered(String text, long[] left) {
      this.text = text;
      this.left = left;
    }

    @Override
    public char charAt(int index) {
      if (--left[0] < 0) {
        throw new ExhaustedError();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
