package io.forebay;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
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
   * <p>A class and not a record, because a record would hand out its bytes.
   */
  public static final class Received implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final TreeMap<String, List<String>> headers =
        new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final byte[] body;
    private final boolean complete;

    /** Made by the pipeline; copies headers and body. */
    public Received(int status, Map<String, List<String>> headers, byte[] body, boolean complete) {
      this.status = status;
      headers.forEach((name, values) -> this.headers.put(name, List.copyOf(values)));
      this.body = body.clone();
      this.complete = complete;
    }

    /** The origin's status. */
    public int status() {
      return status;
    }

    /** Headers by name, in whatever case; but for those that belong to the connection. */
    public Map<String, List<String>> headers() {
      return Collections.unmodifiableMap(headers);
    }

    /**
     * A copy of the body of a response that was refused for its status or by a contract: what came
     * of it within the limits of the call, compressed if it was, at most 64 KiB. Empty of any other
     * response.
     */
    public byte[] body() {
      return body.clone();
    }

    /** The {@link #body} as UTF-8. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** Whether the {@link #body} is all of it. */
    public boolean complete() {
      return complete;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Received that
          && status == that.status
          && complete == that.complete
          && headers.equals(that.headers)
          && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
      return Objects.hash(status, headers, complete, Arrays.hashCode(body));
    }

    /** The status, the names of the headers, and how many bytes of the body there are. */
    @Override
    public String toString() {
      return status + " " + headers.keySet() + " " + body.length + " bytes";
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
