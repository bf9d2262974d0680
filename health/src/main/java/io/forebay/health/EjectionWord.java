package io.forebay.health;

import io.forebay.health.Ejection.Cause;
import org.jspecify.annotations.Nullable;

/**
 * All that calls read and write of one origin, in one word, so that each change is one
 * compare-and-set.
 *
 * <pre>
 *   bit   63  62-48     47-32    31-16            15-0
 *   in use 0  in a row  errors   gateway errors   local errors
 *   bit   63  62-48     47       46-0
 *   ejected 1 in a row  mute     until, in milliseconds
 * </pre>
 */
final class EjectionWord {
  /** The most that is counted. */
  static final int MOST = 0xffff;

  static final int LONGEST_ROW = 0x7fff;

  /** In use, nothing counted. */
  static final long CLEAN = 0;

  /** Out of use for good: nobody gives it back. */
  static final long GONE = -1;

  private static final long EJECTED = Long.MIN_VALUE;
  private static final long ROW = (long) LONGEST_ROW << 48;
  private static final long ONE_ERROR = 1L << 32;
  private static final long ONE_GATEWAY_ERROR = 1L << 16;
  private static final long ERRORS = (long) MOST << 32;
  private static final long GATEWAY_ERRORS = (long) MOST << 16;
  private static final long LOCAL_ERRORS = MOST;
  private static final long MUTE = 1L << 47;
  private static final long UNTIL = MUTE - 1;

  private EjectionWord() {}

  static boolean ejected(long word) {
    return word < 0;
  }

  static int inARow(long word) {
    return (int) ((word & ROW) >>> 48);
  }

  // ---- in use

  static long counted(long word, OriginSignal signal) {
    long row = word & ROW;
    return switch (signal) {
      case SUCCESS -> row;
      case ERROR -> row | oneMore(word, ERRORS, ONE_ERROR);
      case GATEWAY_ERROR ->
          row | oneMore(word, ERRORS, ONE_ERROR) | oneMore(word, GATEWAY_ERRORS, ONE_GATEWAY_ERROR);
      case LOCAL_ERROR ->
          row
              | oneMore(word, ERRORS, ONE_ERROR)
              | (word & GATEWAY_ERRORS)
              | oneMore(word, LOCAL_ERRORS, 1);
    };
  }

  private static long oneMore(long word, long field, long one) {
    long count = word & field;
    return count == field ? count : count + one;
  }

  /** Why what is counted ejects; null: it does not. The most telling cause first. */
  static @Nullable Cause cause(long word, ErrorRuns runs) {
    if (reached(word & LOCAL_ERRORS, runs.localErrors())) {
      return Cause.LOCAL_ERRORS;
    }
    if (reached((word & GATEWAY_ERRORS) >>> 16, runs.gatewayErrors())) {
      return Cause.GATEWAY_ERRORS;
    }
    return reached((word & ERRORS) >>> 32, runs.errors()) ? Cause.ERRORS : null;
  }

  private static boolean reached(long count, int threshold) {
    return threshold > 0 && count >= threshold;
  }

  static long oneLessInARow(long word) {
    return inARow(word) == 0 ? word : word - (1L << 48);
  }

  // ---- ejected

  static long ejected(int inARow, Cause cause, long untilMillis) {
    return EJECTED
        | (long) inARow << 48
        | (cause == Cause.LOCAL_ERRORS ? MUTE : 0)
        | Math.min(untilMillis, UNTIL);
  }

  /** Whether it is ejected, and not for good. */
  static boolean mayEnd(long word) {
    return ejected(word) && word != GONE;
  }

  /** Whether it is ejected because it did not answer. */
  static boolean mute(long word) {
    return (word & MUTE) != 0;
  }

  static long untilMillis(long word) {
    return word & UNTIL;
  }

  static long readmitted(long word) {
    return word & ROW;
  }
}
