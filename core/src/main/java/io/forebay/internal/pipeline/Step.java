package io.forebay.internal.pipeline;

import io.forebay.internal.pool.Exchange;
import io.forebay.spi.Phase;
import java.io.IOException;
import okhttp3.Request;
import okhttp3.Response;

/** One phase of an exchange. Immutable and shared by all exchanges with the same manners. */
interface Step {

  /** Everything after a step. */
  interface Next {
    /** Goes on with this request. */
    Response proceed(Exchange exchange, Request request) throws IOException;
  }

  /** Which phase this is. */
  Phase phase();

  /** Does its part, and goes on by {@code next}. */
  Response apply(Exchange exchange, Request request, Next next) throws IOException;

  /** What it does, for {@code explain}. */
  String describe();
}
