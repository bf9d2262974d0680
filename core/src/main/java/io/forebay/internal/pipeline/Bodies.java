package io.forebay.internal.pipeline;

import io.forebay.BackendException;
import io.forebay.ErrorKind;
import io.forebay.internal.pool.Exchange;
import io.forebay.spec.BodySpec;
import java.io.IOException;
import okhttp3.Response;

/**
 * What all bodies of a backend's responses have in common.
 *
 * @param spec what becomes of them
 * @param failures says why one broke off
 * @param leaks finds those that are never closed
 * @param entries logs what they ended in
 * @param strips whether nobody before took off what belongs to the connection
 */
record Bodies(BodySpec spec, Failures failures, Leaks leaks, Entries entries, boolean strips) {

  /** The response with a body that is watched; one that says it is too long is refused at once. */
  Response tracked(Response response, Exchange exchange) throws IOException {
    if (response.code() == 101) {
      return response; // The connection is the caller's now, and no body is read from it.
    }
    try {
      requireWithin(response.body().contentLength(), exchange);
    } catch (BackendException e) {
      response.close();
      throw e;
    }
    TrackedBody body = new TrackedBody(response, exchange, this);
    return response
        .newBuilder()
        .headers(strips ? ConnectionHeaders.ofResponse(response) : response.headers())
        .body(body)
        .trailers(body)
        .build();
  }

  void requireWithin(long bytes, Exchange exchange) throws BackendException {
    requireWithin(spec, bytes, exchange);
  }

  /** Refuses what is larger than bodies may be. */
  static void requireWithin(BodySpec spec, long bytes, Exchange exchange) throws BackendException {
    if (spec.maxBytes() > 0 && bytes > spec.maxBytes()) {
      throw Failures.transfer(
          exchange,
          ErrorKind.BACKEND_RESPONSE_TOO_LARGE,
          "the response's body is larger than max_response_bytes (max="
              + spec.maxBytes()
              + ", seen="
              + bytes
              + ")");
    }
  }
}
