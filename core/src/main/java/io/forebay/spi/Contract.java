package io.forebay.spi;

import java.util.List;
import okhttp3.Headers;
import okhttp3.HttpUrl;

/**
 * What requests to an origin and its responses have to keep to. Read once by a {@link
 * ContractFactory}, asked by many calls at once: thread-safe, and without I/O but in {@link
 * #current}.
 *
 * <p>Violations are texts for people, a line each. They name places and rules, and never hold a
 * value that was sent or received, which may be a secret.
 */
@FunctionalInterface
public interface Contract {

  /**
   * The rules for a request. Where nothing allows it, these are rules that say so.
   *
   * @param request as it is about to leave
   */
  Rules rules(RequestHead request);

  /**
   * Whether what it was read from still says the same. Asked when a version of a registry comes
   * into force that keeps its backend; if not, it is read anew. May read files. Default: true.
   */
  default boolean current() {
    return true;
  }

  /** What holds for one exchange. Used by one thread. */
  interface Rules {

    /** What is wrong with the request, but for its body. */
    Verdict request();

    /**
     * What is wrong with the request's body; asked only after a verdict that reads it.
     *
     * @param body whole, and without a coding such as gzip; not to be changed
     */
    List<String> requestBody(byte[] body);

    /** What is wrong with a response, but for its body. */
    Verdict response(ResponseHead response);

    /**
     * What is wrong with a response's body; asked only after a verdict that reads it.
     *
     * @param body whole, and without a coding such as gzip; not to be changed
     */
    List<String> responseBody(ResponseHead response, byte[] body);
  }

  /**
   * A request without its body. Immutable.
   *
   * @param method such as {@code GET}
   * @param url of the origin that it goes to
   * @param headers all that we know of; {@code Host} is among them only if it is not the URL's own
   * @param hasBody whether there is a body that is not known to be empty
   * @param shownPath what violations call the path: decoded, and without secrets
   */
  record RequestHead(
      String method, HttpUrl url, Headers headers, boolean hasBody, String shownPath) {}

  /**
   * A response without its body. Immutable.
   *
   * @param status from 200 on
   * @param headers but for those that belong to its connection
   */
  record ResponseHead(int status, Headers headers) {}

  /**
   * What is known before a body is read. Immutable.
   *
   * @param violations what is wrong; empty: nothing
   * @param readsBody whether the body has to be looked at, which is then held in memory
   */
  record Verdict(List<String> violations, boolean readsBody) {
    /** Nothing is wrong, and nothing more is looked at. */
    public static final Verdict FINE = new Verdict(List.of(), false);

    /** Copies the list. */
    public Verdict {
      violations = List.copyOf(violations);
    }
  }
}
