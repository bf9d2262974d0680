package io.forebay.internal.pipeline;

import io.forebay.internal.pool.Exchange;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Two attempts of one exchange, of which the first to bring a response wins. The second may never
 * start. What one of them brings is handed on or closed; the loser is given up.
 */
final class HedgeRace {
  private final Exchange exchange;
  private final Request request;
  private final Step.Next next;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition hedgeEnded = lock.newCondition();

  // Guarded by lock.
  private boolean decided; // By the first attempt, or because there is no second any more.
  private @Nullable Exchange hedge;
  private boolean hedging;
  private @Nullable Response hedged;

  HedgeRace(Exchange exchange, Request request, Step.Next next) {
    this.exchange = exchange;
    this.request = request;
    this.next = next;
  }

  /** The first attempt, on the caller's thread; the response of whichever wins. */
  Response first() throws IOException {
    Response response;
    try {
      response = next.proceed(exchange, request);
    } catch (IOException | RuntimeException failure) {
      Response other = otherOnesAfterFailure();
      if (other == null) {
        throw failure;
      }
      return other;
    }
    return winner(response);
  }

  /** The first attempt has a response: the second's, if that was earlier and cut this one off. */
  private Response winner(Response own) {
    Exchange loser;
    Response earlier;
    lock.lock();
    try {
      decided = true;
      loser = hedge;
      earlier = hedged;
    } finally {
      lock.unlock();
    }
    if (loser != null && earlier != null) {
      own.close(); // Came at the same time, but the other had been told that it won.
      exchange.join(loser);
      return earlier;
    }
    if (loser != null) {
      loser.giveUp();
    }
    return own;
  }

  /** The first attempt has failed: a second one that runs may still save the exchange. */
  private @Nullable Response otherOnesAfterFailure() {
    Exchange other;
    Response response;
    lock.lock();
    try {
      awaitHedge();
      decided = true;
      other = hedge;
      response = hedged;
    } finally {
      lock.unlock();
    }
    if (other == null) {
      return null;
    }
    if (response == null || exchange.isCanceled()) {
      other.giveUp();
      close(response);
      exchange.maybeActedOn(); // By the second attempt, of which the caller hears nothing.
      return null;
    }
    exchange.join(other);
    return response;
  }

  /** Under the lock. Who is interrupted or cancelled does not wait. */
  private void awaitHedge() {
    try {
      while (hedging && !exchange.isCanceled()) {
        hedgeEnded.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The second attempt, on a worker, if the first is not over and it is permitted. */
  void hedge(BooleanSupplier permitted) {
    Exchange fork;
    lock.lock();
    try {
      if (decided || exchange.isCanceled() || !permitted.getAsBoolean()) {
        return;
      }
      fork = exchange.fork(this::canceled);
      hedge = fork;
      hedging = true;
    } finally {
      lock.unlock();
    }
    Response response = null;
    fork.entered();
    try {
      response = next.proceed(fork, request);
    } catch (IOException | RuntimeException lost) {
      // The first attempt is what the caller hears of.
    } finally {
      fork.left();
      ended(response);
    }
  }

  private void ended(@Nullable Response response) {
    boolean won;
    lock.lock();
    try {
      hedging = false;
      won = response != null && !decided;
      hedged = won ? response : null;
      hedgeEnded.signalAll();
    } finally {
      lock.unlock();
    }
    if (won) {
      exchange.supersede(); // Its thread is the caller's, and comes for the response.
    } else {
      close(response);
    }
  }

  /** The caller gives the exchange up: nobody need wait for the second attempt. */
  private void canceled() {
    lock.lock();
    try {
      hedgeEnded.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static void close(@Nullable Response response) {
    if (response != null) {
      response.close();
    }
  }
}
