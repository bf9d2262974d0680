package io.forebay.internal.tokens;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.spec.CallView;
import io.forebay.spi.Clock;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tokens of one kind of a backend: one, or one for each that calls ask with. Thread-safe. */
public final class TokenCache {
  private static final Logger log = LoggerFactory.getLogger(TokenCache.class);

  /** Tokens of a kind that are kept: who asks in the name of each of many users has many. */
  private static final int MOST = 1_000;

  private final String owner;
  private final TokenSource source;
  private final Supplier<Backend> asking;
  private final Clock clock;
  private final Cache<Asked, Slot> slots =
      Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();
  private final Set<Flight> flights = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Outage outage;
  private volatile boolean closed;

  TokenCache(String owner, TokenSource source, Supplier<Backend> asking, Clock clock) {
    this.owner = owner;
    this.source = source;
    this.asking = asking;
    this.clock = clock;
  }

  /** Nothing can be had for a while, whatever is asked with. */
  private record Outage(TokenFailure failure, long until) {}

  /** What edits and messages call the token. */
  public String name() {
    return source.name();
  }

  /**
   * The token for a call, which may be there already. It fails with a {@link TokenFailure}.
   *
   * @throws IllegalArgumentException if the call lacks what the token is asked for with
   */
  public CompletableFuture<Token> get(CallView call) {
    Asked asked = source.asked(call);
    Slot slot = slots.get(asked, any -> new Slot());
    long now = clock.nanoTime();
    Slot.Reply reply = slot.ask(now, unavailable(now), () -> departing(asked, slot));
    Flight starting = reply.toStart();
    if (starting != null) {
      starting.start();
    }
    return reply.token();
  }

  private @Nullable TokenFailure unavailable(long now) {
    if (closed) {
      return closedFailure();
    }
    Outage known = outage;
    return known != null && now - known.until() < 0 ? known.failure() : null;
  }

  private TokenFailure closedFailure() {
    return TokenFailure.general("the backend is closed", null).of(name());
  }

  private Flight departing(Asked asked, Slot slot) {
    Flight flight = new Flight(new Ground(asked, slot));
    flights.add(flight);
    if (closed) {
      flight.cancel(); // Who closed may not have seen it.
    }
    return flight;
  }

  /** Ends all requests under way, and makes no others. */
  void close() {
    closed = true;
    flights.forEach(Flight::cancel);
  }

  /** One request of a slot. */
  private final class Ground implements Flight.Ground {
    private final Asked asked;
    private final Slot slot;
    private final long askedAt = clock.nanoTime();
    private String whom = "";

    Ground(Asked asked, Slot slot) {
      this.asked = asked;
      this.slot = slot;
    }

    @Override
    public Call call() {
      Backend backend = asking.get();
      Request request = source.request(asked, backend.spec().transport().origin());
      whom =
          "backend '"
              + backend.label()
              + "' at "
              + request.method()
              + " "
              + request.url().encodedPath();
      return backend.newCall(request);
    }

    @Override
    public Token read(Response response) throws IOException {
      Token token = slot.arrived(source.read(Answer.of(response)), askedAt);
      outage = null;
      return token;
    }

    @Override
    public TokenFailure failed(Exception failure) {
      TokenFailure told = closed ? closedFailure() : told(failure);
      long now = clock.nanoTime();
      boolean awaited = slot.awaited(now);
      slot.failed(told, now);
      if (told.isGeneral()) {
        outage = new Outage(told, now + Slot.PAUSE);
      }
      if (!awaited && !closed) {
        log.warn("{}: {}; the token at hand still holds", owner, told.getMessage());
      }
      return told;
    }

    private TokenFailure told(Exception failure) {
      String message = source.withoutSecrets(asked, String.valueOf(failure.getMessage()));
      if (failure instanceof TokenFailure known) {
        return new TokenFailure(whom + ": " + message, known.isGeneral(), null).of(name());
      }
      boolean saysWhom = whom.isEmpty() || failure instanceof BackendException;
      String what = saysWhom ? "" : whom + ": ";
      return TokenFailure.general(what + message, failure).of(name());
    }

    @Override
    public void landed(Flight flight) {
      flights.remove(flight);
    }
  }
}
