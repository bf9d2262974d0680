package io.forebay.faults;

import io.forebay.BackendException;
import io.forebay.BackendTimeoutException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a call came to.
 *
 * @param status the response's status; 0 if there was none
 * @param bytes how much of its body was read
 * @param failure the class of what ended it; empty if nothing did
 * @param coded whether the body came in a coding that it still has
 * @param id the id that the response says it answers; empty if it says nothing
 * @param millis from sending until the body was closed
 * @param unforeseen something came out that is no exception of ours
 */
record Outcome(
    int status,
    long bytes,
    String failure,
    boolean coded,
    String id,
    long millis,
    boolean unforeseen) {
  private static final long NOTABLE_BYTES = 60;
  private static final long NOTABLE_MILLIS = 900;

  /** The class of a failure: the limit that ran out, or what became of the exchange. */
  static String classOf(Throwable failure) {
    if (failure instanceof BackendTimeoutException timeout) {
      return timeout.limit().key();
    }
    return failure instanceof BackendException ours
        ? ours.outcome().name()
        : failure.getClass().getSimpleName();
  }

  /** The word that the plan may permit. */
  String kind() {
    if (!failure.isEmpty()) {
      return failure;
    }
    return coded ? "coded" : Integer.toString(status);
  }

  /** How it stands in the table, given what to call hung. */
  String shown(long hungMillis) {
    StringBuilder cell = new StringBuilder();
    if (status > 0) {
      cell.append(status);
      boolean notable = bytes < NOTABLE_BYTES || !failure.isEmpty();
      cell.append(notable && (status == 200 || bytes > 0) ? " " + bytes + "B" : "");
      cell.append(coded ? " as it came" : "");
      cell.append(failure.isEmpty() ? "" : ", then ");
    }
    cell.append(unforeseen ? "**RT! " + failure + "**" : failure);
    if (millis > hungMillis) {
      cell.append(String.format(Locale.ROOT, " **hung %.1fs**", millis / 1000.0));
    } else if (millis >= NOTABLE_MILLIS) {
      cell.append(String.format(Locale.ROOT, " %.1fs", millis / 1000.0));
    }
    return cell.toString();
  }

  /** A call that is still under way after so long. */
  static Outcome hung(long millis) {
    return new Outcome(0, 0, "", false, "", millis, false);
  }

  /** A call that broke off with this. */
  static Outcome of(Call call, @Nullable Throwable failure) {
    return new Outcome(
        call.status,
        call.bytes,
        failure == null ? "" : classOf(failure),
        call.coded,
        call.id,
        (System.nanoTime() - call.from) / 1_000_000,
        failure != null && !(failure instanceof BackendException));
  }

  /** What is known of a call while it runs; belongs to its thread. */
  static final class Call {
    final long from = System.nanoTime();
    int status;
    long bytes;
    boolean coded;
    String id = "";
  }
}
