package io.forebay.internal.tokens;

import io.forebay.spec.CallView;
import io.forebay.spec.Origin;
import okhttp3.Request;

/** How one token of a backend is asked for. Thread-safe. */
interface TokenSource {

  /** What messages call it: {@code oauth2}, or the name of a token request. */
  String name();

  /**
   * What a call asks with.
   *
   * @throws IllegalArgumentException if the call lacks something; the message tells no secret
   */
  Asked asked(CallView call);

  /**
   * The request.
   *
   * @param to the origin of the backend that is asked
   */
  Request request(Asked asked, Origin to);

  /**
   * What came of it.
   *
   * @throws TokenFailure if there is no token in it
   */
  Issued read(Answer answer) throws TokenFailure;

  /** Three stars for each secret that an answer may repeat. */
  String withoutSecrets(Asked asked, String text);

  /**
   * A token that was answered.
   *
   * @param text the token
   * @param ttl nanoseconds that it holds for; zero: only for those who asked
   */
  record Issued(String text, long ttl) {
    /** Three stars. */
    @Override
    public String toString() {
      return "***";
    }
  }
}
