package io.forebay.internal.pool;

import io.forebay.ExchangeReport;
import io.forebay.internal.net.Dialling;
import io.forebay.internal.wire.ProtocolViolation;
import io.forebay.internal.wire.WireGuard;
import io.forebay.spec.CallView;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The one context object of an exchange: its limits, how far it came, its permit and its times.
 *
 * <p>It listens to its OkHttp call, which tells the phases. All methods run on the thread of the
 * call, but for {@link #canceled}, which any thread may cause; what that one reads is volatile.
 */
public final class Exchange extends EventListener implements Dialling {
  /** How long OkHttp's timer may have run before we heard of a call that we did not start. */
  private static final long TIMER_AHEAD = TimeUnit.MILLISECONDS.toNanos(1);

  /**
   * Of a thread: whose call was started on it and may be handed to an executor next, and whose call
   * is being made on it, by which calls from within calls are found. An array of the JDK, emptied
   * again, because a thread may outlive these classes.
   */
  private static final ThreadLocal<@Nullable Object[]> OF_THREAD =
      ThreadLocal.withInitial(() -> new Object[2]);

  private static final int STARTED = 0;
  private static final int ACTIVE = 1;

  private final Admission admission;
  private final Map<String, String> variables;
  private final Stopwatch watch = new Stopwatch();

  private volatile @Nullable Call call;
  private Interceptor.@Nullable Chain chain;
  private @Nullable Request request;
  private @Nullable Request handedOver;
  private @Nullable Response answered;
  private @Nullable CallFacts view;
  private @Nullable RequestBody keptBody;
  private List<String> warnings = List.of();
  private Map<String, Object> logFields = Map.of();
  private Dialling.@Nullable Established dialled;
  private volatile Phase phase = Phase.OBSERVE;
  private volatile PermitQueue.@Nullable Waiter permit;
  private volatile @Nullable Runnable cancelHook;
  private int attempts;
  private int addressesLeft;
  private boolean multiplexed;
  private boolean headersHandedOn;
  private boolean reused;
  private Dialling.@Nullable Established usedSocket;
  private @Nullable Connection unannounced;
  private WireGuard guard = WireGuard.NONE;
  private long messagesBefore;
  private long connectionsSeen;
  private int maskedStatus;
  private boolean attemptExpired;
  private boolean sentBefore;
  private long grantedAt;
  private @Nullable Exchange outer;
  private long startedAt;
  private long totalNanos;
  private long connectNanos;
  private long connectStartedAt;
  private boolean connectRunning;

  /** An exchange that will be admitted there. */
  public Exchange(Admission admission, Map<String, String> variables) {
    this.admission = admission;
    this.variables = variables;
  }

  // ---- who is it

  /** The exchange whose call was last started on this thread; asking forgets it. */
  static @Nullable Exchange takeStarted() {
    @Nullable Object[] ofThread = OF_THREAD.get();
    Exchange started = (Exchange) ofThread[STARTED];
    ofThread[STARTED] = null;
    return started;
  }

  /** The exchange of a call that went through one of our doors. */
  public static @Nullable Exchange of(Interceptor.Chain chain) {
    return chain.getEventListener() instanceof Exchange exchange
        ? exchange
        : chain.call().tag(Exchange.class);
  }

  // ---- what the steps tell it

  /** The pipeline starts. */
  public void begin(Interceptor.Chain through) {
    OF_THREAD.get()[STARTED] = null;
    chain = through;
    request = through.request();
    connectNanos = TimeUnit.MILLISECONDS.toNanos(through.connectTimeoutMillis());
    if (call == null) {
      start(through.call());
    }
  }

  /** The exchange enters one of our own steps. */
  public void enter(Phase step) {
    phase = step;
  }

  /** Another attempt: hands the request to OkHttp, beneath all of our steps. */
  public Response handOver(Request ready) throws IOException {
    handedOver = ready;
    attempts++;
    Sentinel.watch();
    phase = Phase.CONNECT;
    connectRunning = false;
    reused = false;
    guard = WireGuard.NONE;
    connectionsSeen = admission.pool().connectGate().made();
    Interceptor.Chain through = Objects.requireNonNull(chain, "begin() comes first");
    AttemptTimer timer = AttemptTimer.start(admission.attemptTimeout(), through.call());
    try {
      Response response = unmasked(through.proceed(ready));
      answered = response;
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

  /** The attempt did not reach the wire, so that it is none. */
  public void notSent() {
    attempts--;
  }

  /** Waits until the connection that somebody else is making is there, or has failed. */
  public void awaitConnection() throws InterruptedException {
    admission.pool().connectGate().await(this, Math.min(connectBudget(), totalNanosLeft()));
  }

  private long connectBudget() {
    return connectNanos == 0 ? Long.MAX_VALUE : connectNanos;
  }

  /** There was a permit but no socket: makes room, or asks for the permit again, in front. */
  public void overflow() {
    if (admission.pool().makeRoom()) {
      return;
    }
    permit(admission.pool().permits().overflow());
  }

  /** Whether an earlier attempt may have been acted on, whatever becomes of this one. */
  public boolean sentBefore() {
    return sentBefore;
  }

  /** The attempt may have been acted on, and another is made: on a connection of its own. */
  public void useNewConnection() {
    sentBefore = true;
    admission.pool().evictIdle();
  }

  /** The connection that OkHttp chose, and its socket, if that is known. */
  void uses(
      Connection connection, boolean reusedConnection, Dialling.@Nullable Established socket) {
    multiplexed = connection.protocol() != Protocol.HTTP_1_1;
    guard = WireGuard.of(connection.socket());
    headersHandedOn = false;
    unannounced = null;
    reused = reusedConnection;
    usedSocket = socket;
    messagesBefore = socket == null ? 0 : socket.messagesWritten();
  }

  /**
   * Whether certainly nothing of the request left: nothing at all did since it was to be sent; or
   * its connection was found closed while its HTTP/2 headers, which wait for its body, were
   * written.
   */
  public boolean nothingSent() {
    Dialling.Established socket = usedSocket;
    if (phase != Phase.SEND || socket == null) {
      return false;
    }
    Request sent = handedOver;
    boolean headersKept = multiplexed && !headersHandedOn && sent != null && sent.body() != null;
    return headersKept || socket.messagesWritten() == messagesBefore;
  }

  /**
   * The breach of HTTP that this failure comes from, where there was one; else the failure. Those
   * who share an HTTP/2 connection are told by OkHttp only that it is gone.
   */
  public Exception breach(Exception failure) {
    ProtocolViolation violation = guard.violation();
    return violation == null || failure instanceof ProtocolViolation
        ? failure
        : violation.insteadOf(failure);
  }

  /** Whether the attempt runs on a connection that served another exchange before. */
  public boolean reusedConnection() {
    return reused;
  }

  /** Whether the limit on an attempt ran out. */
  public boolean attemptPassed() {
    return attemptExpired;
  }

  /** The limit on an attempt; zero: none. */
  public Duration attemptLimit() {
    return admission.attemptTimeout();
  }

  /** Makes the exchange known to whoever has its call. */
  public void tag(Call tagged) {
    tagged.tag(Exchange.class, () -> this);
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
      watch.permit += grantedAt - from;
    }
  }

  /** The call runs on this thread from now on, until {@link #left}. */
  public void entered() {
    @Nullable Object[] ofThread = OF_THREAD.get();
    outer = (Exchange) ofThread[ACTIVE];
    ofThread[ACTIVE] = this;
  }

  /** The call is done with this thread. */
  public void left() {
    OF_THREAD.get()[ACTIVE] = outer;
  }

  /** Whether it is made from within another call that holds a permit of the same pool. */
  boolean nested() {
    for (Exchange around = outer; around != null; around = around.outer) {
      if (around.admission.pool() == admission.pool() && around.permit != null) {
        return true;
      }
    }
    return false;
  }

  /** Runs the asynchronous call once its permit is settled; its total limit is already running. */
  void settleThen(Runnable asyncCall) {
    admission.whenSettled(
        this,
        () -> {
          if (totalNanos > 0 && call != null) {
            call.timeout().timeout(Math.max(1, totalNanosLeft()), TimeUnit.NANOSECONDS);
          }
          asyncCall.run();
        });
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

  /** The time that passed before a thread took the exchange up, spent waiting for a permit. */
  void waited(long nanos) {
    watch.permit += nanos;
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

  /** The request as the last step handed it to OkHttp. */
  public @Nullable Request handedOver() {
    return handedOver;
  }

  /** How far it came. */
  public Phase phase() {
    return phase;
  }

  /** Gives the call up, from whatever thread. */
  public void cancel() {
    Call c = call;
    if (c != null) {
      c.cancel();
    }
  }

  /** Whether the call was cancelled, by its caller or by its total limit. */
  public boolean isCanceled() {
    Call c = call;
    return c != null && c.isCanceled();
  }

  /** Whether the total limit has passed. */
  public boolean totalPassed() {
    return totalNanos > 0 && System.nanoTime() - startedAt >= totalNanos;
  }

  /** The total limit; zero: none. */
  public Duration total() {
    return Duration.ofNanos(totalNanos);
  }

  /** The TTFB limit; zero: none. */
  public Duration ttfbLimit() {
    return Duration.ofMillis(ttfbMillis());
  }

  int ttfbMillis() {
    Interceptor.Chain through = chain;
    return through == null ? 0 : through.readTimeoutMillis();
  }

  /** The connect limit; zero: none. */
  public Duration connectLimit() {
    return Duration.ofNanos(connectNanos);
  }

  /** What is left of the total limit; {@code Long.MAX_VALUE} without one. */
  long totalNanosLeft() {
    return totalNanos == 0
        ? Long.MAX_VALUE
        : Math.max(0, totalNanos - (System.nanoTime() - startedAt));
  }

  @Override
  public long connectNanosLeft() {
    return connectNanos == 0
        ? Long.MAX_VALUE
        : connectNanos - (System.nanoTime() - connectStartedAt);
  }

  /** Where it went and what it took until now. */
  public ExchangeReport report() {
    return report(System.nanoTime());
  }

  /** Where it went and what it took until its head was there. */
  public ExchangeReport reportAtHead() {
    return report(watch.lastLap());
  }

  private ExchangeReport report(long until) {
    return new ExchangeReport(
        admission.label(),
        admission.pool().originText(),
        attempts,
        watch.timings(startedAt, until),
        warnings,
        logFields);
  }

  /** What values may see of it. */
  public CallView view() {
    CallFacts known = view;
    if (known == null) {
      known = new CallFacts(this, Objects.requireNonNull(request, "begin() comes first"));
      view = known;
    }
    return known;
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  Admission admission() {
    return admission;
  }

  /** The request as the caller gave it. */
  public @Nullable Request asked() {
    return request;
  }

  /** The caller's body, read before it was to be sent so that it can be read again; or null. */
  public @Nullable RequestBody keptBody() {
    return keptBody;
  }

  /** Remembers what was read of a body that can be read only once. */
  public void keepBody(RequestBody copy) {
    keptBody = copy;
  }

  /** The origin's response, as it came; null before. */
  public @Nullable Response answered() {
    return answered;
  }

  /** Something could not be done as configured, but the exchange goes on. */
  public void warn(String text) {
    if (!warnings.contains(text)) {
      List<String> more = new ArrayList<>(warnings);
      more.add(text);
      warnings = more;
    }
  }

  /** Fields to be told along with the response. */
  public void logFields(Map<String, Object> fields) {
    logFields = fields;
  }

  // ---- what OkHttp tells it

  /**
   * The call is about to start. OkHttp starts its timer before it tells its listener, and an
   * exchange that began later than its timer would end before its limit.
   */
  public void starting() {
    startedAt = System.nanoTime();
  }

  @Override
  public void callStart(Call started) {
    start(started);
    OF_THREAD.get()[STARTED] = this;
  }

  private void start(Call started) {
    call = started;
    totalNanos = started.timeout().timeoutNanos();
    if (startedAt == 0) {
      startedAt = System.nanoTime() - TIMER_AHEAD;
    }
  }

  @Override
  public void canceled(Call canceled) {
    PermitQueue.Waiter waiter = permit;
    if (waiter != null) {
      waiter.cancel();
    }
    Runnable hook = cancelHook;
    if (hook != null) {
      hook.run();
    }
  }

  @Override
  public void dnsStart(Call c, String domain) {
    enterConnecting(Phase.DNS);
    watch.started();
  }

  @Override
  public void dnsEnd(Call c, String domain, List<InetAddress> addresses) {
    watch.dns += watch.lap();
    Dialling.leave();
  }

  @Override
  public void connectStart(Call c, InetSocketAddress address, Proxy proxy) {
    enterConnecting(Phase.CONNECT);
    watch.started();
  }

  @Override
  public void secureConnectStart(Call c) {
    phase = Phase.TLS;
    watch.connect += watch.lap();
  }

  @Override
  public void secureConnectEnd(Call c, @Nullable Handshake handshake) {
    watch.tls += watch.lap();
  }

  @Override
  public void connectEnd(
      Call c, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
    if (phase == Phase.CONNECT) {
      watch.connect += watch.lap();
    }
    Dialling.leave();
    admission.pool().connectTook(watch.connect, watch.tls);
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
    phase = next;
    if (!connectRunning) {
      connectRunning = true;
      connectStartedAt = System.nanoTime();
    }
  }

  @Override
  public void requestHeadersStart(Call c) {
    phase = Phase.SEND;
    Connection connection = unannounced;
    Request sent = handedOver;
    if (connection != null && sent != null) {
      admission.pool().lifecycle().announce(this, connection, sent);
    }
  }

  @Override
  public void requestHeadersEnd(Call c, Request sent) {
    headersHandedOn = true;
    if (sent.body() == null || sent.header("Expect") != null) {
      awaitHead();
    } else {
      watch.started(); // Again at the end of the body, if that comes before the response.
    }
  }

  @Override
  public void requestBodyStart(Call c) {
    phase = Phase.SEND;
  }

  @Override
  public void requestBodyEnd(Call c, long byteCount) {
    awaitHead();
  }

  /** The request is written; that of a duplex exchange may be so long after the head is there. */
  private void awaitHead() {
    if (phase == Phase.BODY) {
      return;
    }
    phase = Phase.WAIT;
    watch.started();
  }

  @Override
  public void responseHeadersEnd(Call c, Response response) {
    if (response.code() >= 200 || response.code() == 101) {
      watch.ttfb = watch.lap();
      admission.pool().meters().ttfb.add(watch.ttfb);
      phase = Phase.BODY;
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
  }

  @Override
  public void callFailed(Call c, IOException failure) {
    Dialling.leave(); // A lookup that fails has no end.
    releasePermit();
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
