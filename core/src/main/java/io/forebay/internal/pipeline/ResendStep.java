package io.forebay.internal.pipeline;

import io.forebay.internal.net.NoSlotException;
import io.forebay.internal.pool.ConnectBusyException;
import io.forebay.internal.pool.Exchange;
import io.forebay.internal.pool.Interruption;
import io.forebay.internal.pool.RetiredException;
import io.forebay.spi.Phase;
import java.io.IOException;
import okhttp3.Request;
import okhttp3.Response;

/**
 * RETRY, towards the origin that was chosen: what it takes to place a request on a connection that
 * lives.
 *
 * <p>OkHttp's own re-sends are off, because it sends again what the origin may have acted on. Sent
 * again is here only what was certainly not processed, whatever the method; and an idempotent
 * request to which a reused connection brought no answer at all: on a new connection, or on one
 * that others share. What the pool could not place yet is no attempt and does not count.
 */
final class ResendStep implements Step {
  /**
   * Certainly unprocessed requests that are sent again: an origin refuses in bursts, not for ever.
   */
  private static final int UNPROCESSED = 8;

  /** Reused connections that may die under an idempotent request: a new one is the last. */
  private static final int REPEATED = 3;

  /** Connections that may turn out to be over in a row, each of which is then gone for good. */
  private static final int RETIRED = 1_000;

  @Override
  public Phase phase() {
    return Phase.RETRY;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    int unprocessed = 0;
    int unplaced = 0;
    int repeated = 0;
    while (true) {
      try {
        return next.proceed(exchange, request);
      } catch (IOException e) {
        if (exchange.wire().isCanceled()) {
          throw e;
        }
        if (unplaced(exchange, e) && unplaced++ < RETIRED) {
          continue;
        }
        if (Resends.notProcessed(e, exchange, request) && unprocessed++ < UNPROCESSED) {
          continue;
        }
        if (repeated < REPEATED && Resends.repeatable(e, exchange, request)) {
          repeated++;
          exchange.wire().useNewConnection();
          continue;
        }
        throw e;
      }
    }
  }

  /** Whether the pool could not place the request, of which nothing was sent then. */
  static boolean isUnplaced(IOException failure) {
    return failure instanceof RetiredException
        || Resends.find(failure, ConnectBusyException.class)
        || Resends.find(failure, NoSlotException.class);
  }

  /**
   * Whether the pool could not place the request, has done what helps, and should be asked again.
   */
  private static boolean unplaced(Exchange exchange, IOException failure) throws IOException {
    if (failure instanceof RetiredException) {
      exchange.notSent();
      return true;
    }
    try {
      if (Resends.find(failure, ConnectBusyException.class)) {
        exchange.notSent();
        exchange.wire().awaitConnection();
        return true;
      }
      if (Resends.find(failure, NoSlotException.class)) {
        exchange.notSent();
        exchange.wire().overflow();
        return true;
      }
      return false;
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  @Override
  public String describe() {
    return "again only if certainly unprocessed, or idempotent and a reused connection was dead";
  }
}
