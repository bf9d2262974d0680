package io.forebay;

import io.forebay.spec.Refinement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * A request on its way to being sent. Not thread-safe; may be sent more than once.
 *
 * <p>The methods that take a name and a value check them at once and throw {@code
 * IllegalArgumentException} for what HTTP cannot carry.
 */
public interface BackendRequest {

  /** Sets a header, replacing the values that this request gave it before. */
  BackendRequest header(String name, String value);

  /** Adds a value to a header. */
  BackendRequest addHeader(String name, String value);

  /** Adds a query parameter; name and value are percent-encoded. */
  BackendRequest query(String name, Object value);

  /** Binds a variable of the path or of the backend's edits. */
  BackendRequest with(String variable, Object value);

  /** Sends this body; it is asked for its bytes once per attempt. */
  BackendRequest body(RequestBody body);

  /**
   * Sends this text as UTF-8.
   *
   * @param contentType the media type, such as {@code application/json}
   */
  BackendRequest body(String contentType, String text);

  /**
   * Sends these bytes; the array is not copied.
   *
   * @param contentType the media type, such as {@code application/octet-stream}
   */
  BackendRequest body(String contentType, byte[] bytes);

  /** Limits this exchange as a whole; see {@link RefinementBuilder#timeout}. */
  default BackendRequest timeout(Duration limit) {
    return refine(manners -> manners.timeout(limit));
  }

  /** Limits the wait for the first byte; see {@link RefinementBuilder#ttfbTimeout}. */
  default BackendRequest ttfbTimeout(Duration limit) {
    return refine(manners -> manners.ttfbTimeout(limit));
  }

  /** Limits silence inside the response; see {@link RefinementBuilder#betweenBytesTimeout}. */
  default BackendRequest betweenBytesTimeout(Duration limit) {
    return refine(manners -> manners.betweenBytesTimeout(limit));
  }

  /** Limits connecting; see {@link RefinementBuilder#connectTimeout}. */
  default BackendRequest connectTimeout(Duration limit) {
    return refine(manners -> manners.connectTimeout(limit));
  }

  /** Limits the wait for a permit; see {@link RefinementBuilder#permitTimeout}. */
  default BackendRequest permitTimeout(Duration limit) {
    return refine(manners -> manners.permitTimeout(limit));
  }

  /**
   * Gives this request other manners than the backend's.
   *
   * @throws InvalidBackendException with everything that is out of range
   */
  BackendRequest refine(Consumer<RefinementBuilder> manners);

  /** Gives this request other manners than the backend's. */
  BackendRequest refine(Refinement refinement);

  /**
   * Sends, and waits for the response's head.
   *
   * @return the response, whatever its status; the caller closes it, which gives the connection
   *     back
   * @throws BackendException if no response came
   * @throws IllegalArgumentException if a variable is unbound; nothing has been sent
   */
  Response send() throws BackendException;

  /**
   * Sends without holding a thread of the caller's.
   *
   * @return completes with the response, which the receiver closes, or with a {@link
   *     BackendException}. Completing it otherwise, cancelling included, cancels the call, and a
   *     response that comes too late is closed
   * @throws IllegalArgumentException if a variable is unbound; nothing has been sent
   */
  CompletableFuture<Response> sendAsync();
}
