package io.forebay.internal.tokens;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One token: kept while it holds, asked for by one request at a time, and after a failure not
 * before a pause. Thread-safe; time is an argument.
 */
final class Slot {
  /** How long a failure is everybody's answer: so the rate of requests stays at one a second. */
  static final long PAUSE = 1_000_000_000L;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Token token; // Guarded by lock, and so is all below.
  private @Nullable CompletableFuture<Token> kept;
  private @Nullable Flight flight;
  private @Nullable TokenFailure failure;
  private long pausedUntil;

  /** Makes a request, which is started by who asked for it to be made. */
  interface Departure {
    /** A new request. */
    Flight made();
  }

  /** What a caller gets, and the request that it has to start first. */
  record Reply(CompletableFuture<Token> token, @Nullable Flight toStart) {}

  /**
   * Asks for the token.
   *
   * @param elsewhere why nothing can be had from there at all; null: it can
   */
  Reply ask(long now, @Nullable TokenFailure elsewhere, Departure departure) {
    lock.lock();
    try {
      Token known = token;
      CompletableFuture<Token> asIs = kept;
      if (known != null && asIs != null && known.valid(now)) {
        boolean due = known.ageing(now) && flight == null && !paused(now) && elsewhere == null;
        return new Reply(asIs, due ? departs(departure) : null);
      }
      Flight under = flight;
      if (under != null) {
        return new Reply(under.result(), null);
      }
      TokenFailure remembered = paused(now) ? failure : elsewhere;
      if (remembered != null) {
        return new Reply(CompletableFuture.failedFuture(remembered), null);
      }
      Flight started = departs(departure);
      return new Reply(started.result(), started);
    } finally {
      lock.unlock();
    }
  }

  private boolean paused(long now) {
    return failure != null && now - pausedUntil < 0;
  }

  private Flight departs(Departure departure) {
    Flight started = departure.made();
    flight = started;
    return started;
  }

  /** A request brought a token; one that holds for no time is for those who waited for it alone. */
  Token arrived(TokenSource.Issued issued, long askedAt) {
    Token made = new Token(issued.text(), this, askedAt, issued.ttl());
    lock.lock();
    try {
      flight = null;
      failure = null;
      token = issued.ttl() == 0 ? null : made;
      kept = issued.ttl() == 0 ? null : CompletableFuture.completedFuture(made);
      return made;
    } finally {
      lock.unlock();
    }
  }

  /** A request brought none. */
  void failed(TokenFailure why, long now) {
    lock.lock();
    try {
      flight = null;
      failure = why;
      pausedUntil = now + PAUSE;
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody waits for the request under way, because no token holds. */
  boolean awaited(long now) {
    lock.lock();
    try {
      return token == null || !token.valid(now);
    } finally {
      lock.unlock();
    }
  }

  void forget(Token refused) {
    lock.lock();
    try {
      if (token == refused) {
        token = null;
        kept = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
