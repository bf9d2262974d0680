package io.forebay;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The response was lost: the connection failed while the request was written or the response was
 * read, by a reset, an early end, or because it was not HTTP; or the response came and cannot be
 * handed on, which {@link #received} tells.
 */
public final class BackendTransferException extends BackendException {
  private static final long serialVersionUID = 1L;

  /**
   * A response that was not handed on, as the origin sent it. Immutable. Headers and body may hold
   * secrets, and are not printed.
   *
   * @param status the origin's
   * @param headers by name, in whatever case; but for those that belong to its connection
   * @param body of one that was refused for its status or by a contract: what came of it within the
   *     limits of the call, compressed if it was, at most 64 KiB; empty of any other
   * @param complete whether that is all of it
   */
  public record Received(
      int status, Map<String, List<String>> headers, ByteString body, boolean complete)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Copies the headers. */
    public Received {
      Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
      headers = Collections.unmodifiableMap(copy);
    }

    /** The status, the names of the headers, and how many bytes of the body there are. */
    @Override
    public String toString() {
      return status + " " + headers.keySet() + " " + body.size() + " bytes";
    }
  }

  /** What came; null: no response did, or it broke off. */
  private final @Nullable Received received;

  /** Made by the pipeline. */
  public BackendTransferException(Facts facts, String problem, @Nullable Throwable cause) {
    super(facts, problem, cause);
    received = null;
  }

  /** Made by the pipeline, of a response that is not handed on. */
  public BackendTransferException(Facts facts, String problem, @Nullable Received received) {
    super(facts, problem, null);
    this.received = received;
  }

  /**
   * The response that came and was refused: for its status, its length or the contract that it
   * violates, or because it cannot be shown as configured. Empty where none came, or it broke off.
   */
  public Optional<Received> received() {
    return Optional.ofNullable(received);
  }
}
