package io.forebay.internal.pool;

import io.forebay.health.HealthState;
import io.forebay.internal.limit.Breaker;
import io.forebay.internal.limit.ThrottleLine;
import io.forebay.internal.net.Dialling;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The OkHttp call by which an exchange reaches an origin: its permit, its connection, and how far
 * it came. It listens to that call, which tells the phases. It may try more than once, as long as
 * nothing was processed.
 *
 * <p>All methods run on the thread of the call, but for {@link #canceled}, which any thread may
 * cause; what that one reads is volatile.
 */
public final class WireCall extends EventListener implements Dialling {
  private final Exchange exchange;
  private final Admission admission;
  private final @Nullable Route route;

  private volatile @Nullable Call call;
  private Interceptor.@Nullable Chain chain;
  private @Nullable Request handedOver;
  private Dialling.@Nullable Established dialled;
  private volatile PermitQueue.@Nullable Waiter permit;
  private volatile ThrottleLine.@Nullable Slot slot;
  private volatile @Nullable Runnable cancelHook;
  private volatile boolean givenUp;
  private int addressesLeft;
  private @Nullable UsedConnection used;
  private @Nullable Connection unannounced;
  private long connectionsSeen;
  private int maskedStatus;
  private boolean attemptExpired;
  private boolean sentBefore;
  private @Nullable Held place;
  private long grantedAt;
  private long connectStartedAt;
  private boolean connectRunning;

  /** The caller's own call, to the only origin. */
  WireCall(Exchange exchange, Admission admission) {
    this.exchange = exchange;
    this.admission = admission;
    route = null;
  }

  /** A call of its own, to the origin that was chosen. */
  WireCall(Exchange exchange, Route route) {
    this.exchange = exchange;
    this.admission = route.admission();
    this.route = route;
  }

  /** Whose call it is. */
  public Exchange exchange() {
    return exchange;
  }

  /** Where it goes. */
  public OriginPool pool() {
    return admission.pool();
  }

  /** The verdict on where it goes. */
  public HealthState health() {
    return admission.health();
  }

  /** What refuses exchanges because of those before them. */
  public Optional<Breaker> breaker() {
    return admission.breaker();
  }

  /** What spaces the starts of attempts. */
  public Optional<ThrottleLine> throttle() {
    return admission.throttle();
  }

  /** Whether it makes sense to wait; where it does not, its own step refuses it. */
  public boolean admitted() {
    return admission.gate().getAsBoolean();
  }

  // ---- what the steps tell it

  /**
   * Makes the call. What is left of the total limit holds for it and its body; the caller's own
   * call, which is over with the head of the response, cancels it through its listener.
   */
  public Response execute(Request ready) throws IOException {
    Call own = Objects.requireNonNull(route, "a call of its own").client().newCall(ready);
    own.addEventListener(this);
    exchange.limits().limit(own);
    call = own;
    if (givenUp || exchange.isCanceled()) {
      own.cancel();
    }
    return own.execute();
  }

  /** The way that was chosen for it, if it has not been taken yet. */
  public @Nullable Route untaken() {
    return call == null ? route : null;
  }

  /** The steps towards the origin start. */
  public void begin(Interceptor.Chain through) {
    chain = through;
    call = through.call();
  }

  /** Another attempt: hands the request to OkHttp, beneath all of our steps. */
  public Response handOver(Request ready) throws IOException {
    handedOver = ready;
    exchange.attemptStarts();
    Sentinel.watch();
    exchange.enter(Phase.CONNECT);
    connectRunning = false;
    used = null;
    connectionsSeen = admission.pool().connectGate().made();
    Interceptor.Chain through = Objects.requireNonNull(chain, "begin() comes first");
    AttemptTimer timer = AttemptTimer.start(admission.attemptTimeout(), through.call());
    try {
      Response response = unmasked(through.proceed(ready));
      exchange.answered(response);
      return response;
    } finally {
      attemptExpired = timer != null && timer.exit();
    }
  }

  /**
   * Hides from OkHttp a status to which it would react on its own: it sends a request again after
   * 408 and after 503 with {@code Retry-After: 0}, reads a delay that may be no number, and fails
   * on a 407 that comes from an origin.
   */
  Response masked(Response response) {
    int status = response.code();
    boolean hidden = status == 407 || status == 408 || status == 503;
    maskedStatus = hidden ? status : 0;
    return hidden ? response.newBuilder().code(200).build() : response;
  }

  private Response unmasked(Response response) {
    return maskedStatus == 0 ? response : response.newBuilder().code(maskedStatus).build();
  }

  /** How many connections had been made when the attempt began to look for one. */
  long connectionsSeen() {
    return connectionsSeen;
  }

  /** Waits until the connection that somebody else is making is there, or has failed. */
  public void awaitConnection() throws InterruptedException {
    TimeLimits limits = exchange.limits();
    admission
        .pool()
        .connectGate()
        .await(this, Math.min(limits.connectNanos(), limits.totalNanosLeft()));
  }

  /** There was a permit but no socket: makes room, or asks for the permit again, in front. */
  public void overflow() {
    if (admission.pool().makeRoom()) {
      return;
    }
    permit(admission.pool().permits().overflow());
  }

  /** Whether what this call tried before may have been acted on. */
  boolean sentBefore() {
    return sentBefore;
  }

  /** What was tried may have been acted on, and is tried again: on a connection of its own. */
  public void useNewConnection() {
    sentBefore = true;
    exchange.maybeActedOn();
    admission.pool().evictIdle();
  }

  /** The connection that OkHttp chose, and its socket, if that is known. */
  void uses(
      Connection connection, boolean reusedConnection, Dialling.@Nullable Established socket) {
    used = new UsedConnection(connection, reusedConnection, socket);
    unannounced = null;
  }

  /** Whether certainly nothing of the request left, though it was about to. */
  public boolean nothingSent() {
    UsedConnection on = used;
    return exchange.phase() == Phase.SEND && on != null && on.nothingSent(handedOver);
  }

  /**
   * The breach of HTTP that this failure comes from, where there was one; else the failure. Those
   * who share an HTTP/2 connection are told by OkHttp only that it is gone.
   */
  public Exception breach(Exception failure) {
    UsedConnection on = used;
    return on == null ? failure : on.breach(failure);
  }

  /** Whether the attempt runs on a connection that served another exchange before. */
  public boolean reusedConnection() {
    UsedConnection on = used;
    return on != null && on.reused();
  }

  /** Whether the limit on an attempt ran out. */
  boolean attemptPassed() {
    return attemptExpired;
  }

  /** Whether it was given up, alone or with its exchange. */
  public boolean isCanceled() {
    Call c = call;
    return givenUp || exchange.isCanceled() || (c != null && c.isCanceled());
  }

  /** Gives it up, from whatever thread. */
  public void cancel() {
    Call c = call;
    if (c != null) {
      c.cancel();
    } else {
      stopWaiting();
    }
  }

  /** Another attempt was earlier. */
  public void giveUp() {
    givenUp = true;
    cancel();
  }

  boolean givenUp() {
    return givenUp;
  }

  /** It was chosen, may hold a permit, and will not be made. */
  void abandon() {
    ThrottleLine.Slot unused = slot;
    if (unused != null) {
      unused.giveBack();
    }
    releasePermit();
    ended(false);
  }

  /** Asks for a permit and waits for it. */
  public PermitQueue.Outcome awaitPermit() throws InterruptedException {
    long from = System.nanoTime();
    grantedAt = from;
    if (admission.grantsAtOnce(this)) {
      return PermitQueue.Outcome.GRANTED;
    }
    try {
      return admission.await(this);
    } finally {
      grantedAt = System.nanoTime();
      exchange.watch().permit += grantedAt - from;
    }
  }

  /** Nanoseconds since it got its permit. */
  public long sinceGranted() {
    return System.nanoTime() - grantedAt;
  }

  /** The slot that was asked for ahead of its step, or that its attempt waits for. */
  public ThrottleLine.@Nullable Slot slot() {
    return slot;
  }

  /** It asks for a slot, or has no use of one any more. */
  public void slot(ThrottleLine.@Nullable Slot asked) {
    slot = asked;
    if (asked != null && isCanceled()) {
      asked.cancel();
    }
  }

  /** It holds a place of the backend until it is over. */
  void place(@Nullable Held held) {
    place = held;
  }

  PermitQueue.@Nullable Waiter permit() {
    return permit;
  }

  void permit(PermitQueue.Waiter waiter) {
    permit = waiter;
    if (isCanceled()) {
      waiter.cancel();
    }
  }

  /** Whether it holds a permit of that pool. */
  boolean holdsPermitOf(OriginPool other) {
    return admission.pool() == other && permit != null;
  }

  @Override
  public void onCancel(@Nullable Runnable hook) {
    cancelHook = hook;
    if (hook != null && isCanceled()) {
      hook.run();
    }
  }

  @Override
  public void dialsOver(Dialling.Established socket) throws IOException {
    admission.pool().connectGate().enter(this);
    dialled = socket;
  }

  @Override
  public void addressesToTry(int count) {
    addressesLeft = count;
  }

  @Override
  public int nextAddress() {
    int left = Math.max(1, addressesLeft);
    addressesLeft = left - 1;
    return left;
  }

  // ---- what it knows

  Admission admission() {
    return admission;
  }

  /** The request as the last step handed it to OkHttp. */
  public @Nullable Request handedOver() {
    return handedOver;
  }

  int ttfbMillis() {
    Interceptor.Chain through = chain;
    return through == null ? 0 : through.readTimeoutMillis();
  }

  @Override
  public long connectNanosLeft() {
    long limit = exchange.limits().connectNanos();
    return limit == Long.MAX_VALUE ? limit : limit - (System.nanoTime() - connectStartedAt);
  }

  // ---- what OkHttp tells it

  @Override
  public void callStart(Call started) {
    call = started;
    exchange.startsThrough(started);
  }

  @Override
  public void canceled(Call canceled) {
    stopWaiting();
  }

  private void stopWaiting() {
    PermitQueue.Waiter waiter = permit;
    if (waiter != null) {
      waiter.cancel();
    }
    ThrottleLine.Slot waiting = slot;
    if (waiting != null) {
      waiting.cancel();
    }
    Runnable hook = cancelHook;
    if (hook != null) {
      hook.run();
    }
  }

  @Override
  public void dnsStart(Call c, String domain) {
    enterConnecting(Phase.DNS);
    exchange.watch().started();
  }

  @Override
  public void dnsEnd(Call c, String domain, List<InetAddress> addresses) {
    exchange.watch().dns += exchange.watch().lap();
    Dialling.leave();
  }

  @Override
  public void connectStart(Call c, InetSocketAddress address, Proxy proxy) {
    enterConnecting(Phase.CONNECT);
    exchange.watch().started();
  }

  @Override
  public void secureConnectStart(Call c) {
    exchange.enter(Phase.TLS);
    exchange.watch().connect += exchange.watch().lap();
  }

  @Override
  public void secureConnectEnd(Call c, @Nullable Handshake handshake) {
    exchange.watch().tls += exchange.watch().lap();
  }

  @Override
  public void connectEnd(
      Call c, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
    if (exchange.phase() == Phase.CONNECT) {
      exchange.watch().connect += exchange.watch().lap();
    }
    Dialling.leave();
    admission.pool().connectTook(exchange.watch().connect, exchange.watch().tls);
    Dialling.Established socket = dialled;
    if (socket != null) {
      socket.established();
    }
  }

  @Override
  public void connectFailed(
      Call c,
      InetSocketAddress address,
      Proxy proxy,
      @Nullable Protocol protocol,
      IOException failure) {
    Dialling.leave();
    dialled = null;
    admission.pool().connectGate().leave(this, null);
  }

  private void enterConnecting(Phase next) {
    Dialling.enter(this);
    exchange.enter(next);
    if (!connectRunning) {
      connectRunning = true;
      connectStartedAt = System.nanoTime();
    }
  }

  @Override
  public void requestHeadersStart(Call c) {
    exchange.enter(Phase.SEND);
    Connection connection = unannounced;
    Request sent = handedOver;
    if (connection != null && sent != null) {
      admission.pool().lifecycle().announce(this, connection, sent);
    }
  }

  @Override
  public void requestHeadersEnd(Call c, Request sent) {
    UsedConnection on = used;
    if (on != null) {
      on.headersHandedOn();
    }
    if (sent.body() == null || sent.header("Expect") != null) {
      awaitHead();
    } else {
      exchange
          .watch()
          .started(); // Again at the end of the body, if that comes before the response.
    }
  }

  @Override
  public void requestBodyStart(Call c) {
    exchange.enter(Phase.SEND);
  }

  @Override
  public void requestBodyEnd(Call c, long byteCount) {
    awaitHead();
  }

  /** The request is written; that of a duplex exchange may be so long after the head is there. */
  private void awaitHead() {
    if (exchange.phase() == Phase.BODY) {
      return;
    }
    exchange.enter(Phase.WAIT);
    exchange.watch().started();
  }

  @Override
  public void responseHeadersEnd(Call c, Response response) {
    if (response.code() >= 200 || response.code() == 101) {
      exchange.watch().ttfb = exchange.watch().lap();
      admission.pool().meters().ttfb.add(exchange.watch().ttfb);
      exchange.enter(Phase.BODY);
    }
  }

  /** Comes when the connection can be found by others, which is after it is connected. */
  @Override
  public void connectionAcquired(Call c, Connection connection) {
    unannounced = connection;
    Dialling.Established socket = dialled;
    dialled = null;
    if (socket != null) {
      admission.pool().made(connection, socket);
    }
    admission.pool().connected(this, connection.protocol());
  }

  @Override
  public void connectionReleased(Call c, Connection connection) {
    admission.pool().lifecycle().released(connection);
  }

  @Override
  public void callEnd(Call c) {
    releasePermit();
    ended(false);
  }

  @Override
  public void callFailed(Call c, IOException failure) {
    Dialling.leave(); // A lookup that fails has no end.
    releasePermit();
    ended(exchange.phase() == Phase.BODY && !isCanceled());
  }

  private void ended(boolean brokeOff) {
    if (route != null) {
      route.ended(brokeOff);
    }
    Held held = place;
    if (held != null) {
      held.ended(this);
    }
  }

  /** OkHttp tells the end of a call once, after its connection is back in the pool. */
  private void releasePermit() {
    admission.pool().connectGate().leave(this, null);
    PermitQueue.Waiter waiter = permit;
    if (waiter != null && waiter.outcome() == PermitQueue.Outcome.GRANTED) {
      permit = null;
      admission.pool().released(System.nanoTime() - grantedAt);
    }
  }
}
