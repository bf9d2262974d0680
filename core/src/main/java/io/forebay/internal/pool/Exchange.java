package io.forebay.internal.pool;

import io.forebay.ExchangeReport;
import io.forebay.Timings;
import io.forebay.spec.CallView;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketException;
import java.time.Duration;
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
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The one context object of an exchange: its limits, how far it came, its permit and its times.
 *
 * <p>It listens to its OkHttp call, which tells the phases. All methods run on the thread of the
 * call, but for {@link #canceled}, which any thread may cause; what that one reads is volatile.
 */
public final class Exchange extends EventListener implements CallView {
  /** Whose socket is made, whose name is looked up: OkHttp does both on the call's own thread. */
  private static final ThreadLocal<@Nullable Exchange> CURRENT = new ThreadLocal<>();

  /** Whose call was started on this thread and may be handed to an executor next. */
  private static final ThreadLocal<@Nullable Exchange> STARTED = new ThreadLocal<>();

  /** How long OkHttp's timer may have run before we heard of a call that we did not start. */
  private static final long TIMER_AHEAD = TimeUnit.MILLISECONDS.toNanos(1);

  private final Admission admission;
  private final Map<String, String> variables;
  private final Stopwatch watch = new Stopwatch();

  private volatile @Nullable Call call;
  private Interceptor.@Nullable Chain chain;
  private @Nullable Request request;
  private @Nullable Request handedOver;
  private @Nullable BackendSocket dialled;
  private volatile Phase phase = Phase.OBSERVE;
  private volatile PermitQueue.@Nullable Waiter permit;
  private volatile @Nullable Runnable cancelHook;
  private int attempts;
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

  /** The exchange whose connection is being made on this thread. */
  static @Nullable Exchange current() {
    return CURRENT.get();
  }

  /** The exchange whose call was last started on this thread; asking forgets it. */
  static @Nullable Exchange takeStarted() {
    Exchange started = STARTED.get();
    STARTED.remove();
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
    STARTED.remove();
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
    phase = Phase.CONNECT;
    connectRunning = false;
    return Objects.requireNonNull(chain, "begin() comes first").proceed(ready);
  }

  /** Makes the exchange known to whoever has its call. */
  public void tag(Call tagged) {
    tagged.tag(Exchange.class, () -> this);
  }

  /** Asks for a permit and waits for it. */
  public PermitQueue.Outcome awaitPermit() throws InterruptedException {
    long from = System.nanoTime();
    try {
      return admission.await(this);
    } finally {
      watch.permit += System.nanoTime() - from;
    }
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

  /** Runs {@code hook} when the call is cancelled, at once if it is already; null takes it back. */
  void onCancel(@Nullable Runnable hook) {
    cancelHook = hook;
    if (hook != null && isCanceled()) {
      hook.run();
    }
  }

  void connectsOver(BackendSocket socket) {
    dialled = socket;
  }

  // ---- what it knows

  /** The request as the last step handed it to OkHttp. */
  @Nullable Request handedOver() {
    return handedOver;
  }

  /** How far it came. */
  public Phase phase() {
    return phase;
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
    Interceptor.Chain through = chain;
    return Duration.ofMillis(through == null ? 0 : through.readTimeoutMillis());
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

  /** What is left of the connect limit; {@code Long.MAX_VALUE} without one. */
  long connectNanosLeft() {
    return connectNanos == 0
        ? Long.MAX_VALUE
        : connectNanos - (System.nanoTime() - connectStartedAt);
  }

  /** Where it went and what it took until now. */
  public ExchangeReport report() {
    return new ExchangeReport(
        admission.label(), admission.origin().toString(), attempts, watch.timings(startedAt));
  }

  @Override
  public String label() {
    return admission.label();
  }

  @Override
  public String method() {
    Request r = request;
    return r == null ? "" : r.method();
  }

  @Override
  public String path() {
    Request r = request;
    return r == null ? "" : r.url().encodedPath();
  }

  @Override
  public Optional<String> header(String name) {
    Request r = request;
    return r == null ? Optional.empty() : Optional.ofNullable(r.header(name));
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name));
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
    STARTED.set(this);
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
    CURRENT.remove();
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
    CURRENT.remove();
    BackendSocket socket = dialled;
    dialled = null;
    if (socket != null) {
      establish(socket);
    }
  }

  @Override
  public void connectFailed(
      Call c,
      InetSocketAddress address,
      Proxy proxy,
      @Nullable Protocol protocol,
      IOException failure) {
    CURRENT.remove();
    dialled = null;
  }

  private void enterConnecting(Phase next) {
    CURRENT.set(this);
    phase = next;
    if (!connectRunning) {
      connectRunning = true;
      connectStartedAt = System.nanoTime();
    }
  }

  private static void establish(BackendSocket socket) {
    try {
      socket.established();
    } catch (SocketException e) {
      socket.abort(); // The next read or write says so.
    }
  }

  @Override
  public void requestHeadersStart(Call c) {
    phase = Phase.SEND;
  }

  @Override
  public void requestHeadersEnd(Call c, Request sent) {
    if (sent.body() == null || sent.header("Expect") != null) {
      awaitHead();
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

  private void awaitHead() {
    phase = Phase.WAIT;
    watch.started();
  }

  @Override
  public void responseHeadersEnd(Call c, Response response) {
    if (response.code() >= 200 || response.code() == 101) {
      watch.ttfb = watch.lap();
      phase = Phase.BODY;
    }
  }

  @Override
  public void connectionReleased(Call c, Connection connection) {
    CURRENT.remove();
  }

  @Override
  public void callEnd(Call c) {
    releasePermit();
  }

  @Override
  public void callFailed(Call c, IOException failure) {
    releasePermit();
  }

  /** OkHttp tells the end of a call once, after its connection is back in the pool. */
  private void releasePermit() {
    PermitQueue.Waiter waiter = permit;
    if (waiter != null && waiter.outcome() == PermitQueue.Outcome.GRANTED) {
      permit = null;
      admission.release();
    }
  }

  /** Adds up where the time goes. */
  private static final class Stopwatch {
    private long permit;
    private long dns;
    private long connect;
    private long tls;
    private long ttfb;
    private long lapStartedAt;

    void started() {
      lapStartedAt = System.nanoTime();
    }

    long lap() {
      long now = System.nanoTime();
      long nanos = now - lapStartedAt;
      lapStartedAt = now;
      return nanos;
    }

    Timings timings(long startedAt) {
      return new Timings(
          Duration.ofNanos(startedAt == 0 ? 0 : System.nanoTime() - startedAt),
          Duration.ofNanos(permit),
          Duration.ofNanos(dns),
          Duration.ofNanos(connect),
          Duration.ofNanos(tls),
          Duration.ofNanos(ttfb));
    }
  }
}
