package io.forebay.internal.pool;

import io.forebay.ExchangeReport;
import io.forebay.internal.balance.Tried;
import io.forebay.internal.threads.Workers;
import io.forebay.internal.tokens.Token;
import io.forebay.internal.tokens.Untold;
import io.forebay.spec.CallView;
import io.forebay.spi.Clock;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The one context object of an exchange: its limits, how far it came, its times and what is said of
 * it. It reaches an origin by a {@link WireCall}. Where there is one origin, that is the caller's
 * own call; where one of several is chosen, each attempt has one of its own, and the exchange
 * listens to the caller's.
 *
 * <p>All methods run on the thread of the call, but for {@link #canceled}, which any thread may
 * cause; what that one reads is volatile.
 */
public final class Exchange extends EventListener {
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

  private final Entrance entrance;
  private final Map<String, String> variables;
  private final Stopwatch watch = new Stopwatch();

  private volatile @Nullable Call call;
  private volatile @Nullable WireCall wire;
  private @Nullable Request request;
  private @Nullable Response answered;
  private @Nullable CallFacts view;
  private @Nullable RequestBody keptBody;
  private List<String> warnings = List.of();
  private Map<String, Object> logFields = Map.of();
  private volatile @Nullable Pause pause;
  private volatile PermitQueue.@Nullable Waiter askedPlace;
  private @Nullable Held place;
  private volatile @Nullable Exchange beside;
  private volatile @Nullable Runnable whenCanceled;
  private volatile @Nullable Runnable awaiting;
  private @Nullable Preparation preparation;
  private @Nullable List<CompletableFuture<Token>> tokensAsked;
  private Map<String, Token> tokens = Map.of();
  private volatile boolean givenUp;
  private volatile Phase phase = Phase.OBSERVE;
  private @Nullable Tried tried;
  private int attempts;
  private boolean sentBefore;
  private @Nullable Exchange outer;
  private @Nullable Trail trail;
  private long startedAt;
  private long totalNanos;
  private int connectMillis;
  private int ttfbMillis;

  /** An exchange that enters there. */
  public Exchange(Entrance entrance, Map<String, String> variables) {
    this.entrance = entrance;
    this.variables = variables;
    Admission only = entrance.only();
    wire = only == null ? null : new WireCall(this, only);
  }

  /** An exchange for an attempt beside another. */
  private Exchange(Exchange first) {
    entrance = first.entrance;
    variables = first.variables;
    call = first.call;
    request = first.request;
    keptBody = first.keptBody;
    startedAt = first.startedAt;
    totalNanos = first.totalNanos;
    connectMillis = first.connectMillis;
    ttfbMillis = first.ttfbMillis;
    tried = first.tried().copy();
    trail = first.trail == null ? null : first.trail.beside();
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
    EventListener listener = chain.getEventListener();
    if (listener instanceof WireCall wire) {
      return wire.exchange();
    }
    return listener instanceof Exchange exchange ? exchange : chain.call().tag(Exchange.class);
  }

  /** What has to listen to the caller's call. */
  public EventListener listener() {
    WireCall only = wire;
    return only == null ? this : only;
  }

  // ---- what the steps tell it

  /** Telemetry follows it from its start on. */
  public void followedBy(Trail by) {
    trail = by;
  }

  /** The trail by which telemetry follows it; null: nobody does. */
  public @Nullable Trail trail() {
    return trail;
  }

  /** The pipeline starts. */
  public void begin(Interceptor.Chain through) {
    OF_THREAD.get()[STARTED] = null;
    request = through.request();
    connectMillis = through.connectTimeoutMillis();
    ttfbMillis = through.readTimeoutMillis();
    if (call == null) {
      start(through.call());
    }
    WireCall own = wire;
    if (own != null && own.untaken() == null) {
      own.begin(through);
    }
  }

  /** The exchange enters a step, or a phase of the transport. */
  public void enter(Phase next) {
    phase = next;
  }

  /** An origin is chosen for the next attempt. */
  public WireCall towards(Route route) {
    WireCall next = new WireCall(this, route);
    next.place(place);
    wire = next;
    return next;
  }

  /** The way that was chosen for the next attempt ahead of its step; null: none. */
  public @Nullable WireCall ahead() {
    WireCall chosen = wire;
    return chosen == null || chosen.untaken() == null ? null : chosen;
  }

  /** The origins that were tried. */
  public Tried tried() {
    Tried known = tried;
    if (known == null) {
      known = new Tried();
      tried = known;
    }
    return known;
  }

  /** How it gets one of the places of its backend; null where there is no bound. */
  public @Nullable Doorway doorway() {
    return entrance.doorway();
  }

  /** It asks for a place, or has no use of what it asked for any more. */
  public void asksForPlace(PermitQueue.@Nullable Waiter asked) {
    askedPlace = asked;
    if (asked != null && isCanceled()) {
      asked.cancel();
    }
  }

  /** The place that was asked for ahead of its step; null: none. */
  public PermitQueue.@Nullable Waiter askedPlace() {
    return askedPlace;
  }

  private void stopWaitingForPlace() {
    PermitQueue.Waiter asked = askedPlace;
    if (asked != null) {
      asked.cancel();
    }
  }

  /** Its attempts hold this place from now on; null: none. */
  public void holds(@Nullable Held held) {
    place = held;
    WireCall towards = wire;
    if (towards != null && held != null) {
      towards.place(held);
    }
  }

  /** Whether it is made from within another call that holds a place there. */
  boolean nested(Places places) {
    for (Exchange around = outer; around != null; around = around.outer) {
      Doorway door = around.doorway();
      if (around.place != null && door != null && door.places() == places) {
        return true;
      }
    }
    return false;
  }

  /** How many attempts reached for the wire. */
  public int attempts() {
    return attempts;
  }

  /** Another attempt reaches for the wire. */
  void attemptStarts() {
    attempts++;
  }

  /** The attempt did not reach the wire, so that it is none. */
  public void notSent() {
    attempts--;
  }

  /** Whether an earlier attempt may have been acted on, whatever becomes of this one. */
  public boolean sentBefore() {
    return sentBefore;
  }

  /** An attempt may have been acted on, and another is made. */
  public void maybeActedOn() {
    sentBefore = true;
  }

  /**
   * The same exchange for an attempt beside this one. It is over with the exchange.
   *
   * @param whenCanceled runs when the exchange is cancelled, on whatever thread
   */
  public Exchange fork(Runnable whenCanceled) {
    Exchange fork = new Exchange(this);
    beside = fork;
    this.whenCanceled = whenCanceled;
    if (isCanceled()) {
      cancelBeside();
    }
    return fork;
  }

  /** The attempt beside this one is not needed any more. */
  public void giveUp() {
    givenUp = true;
    supersede();
  }

  /** The attempt that runs is not needed any more: the one beside it was earlier. */
  public void supersede() {
    stopWaitingForPlace();
    WireCall towards = wire;
    if (towards != null) {
      towards.giveUp();
    }
    endWait();
  }

  /** Goes on as the attempt beside it, which has a response. */
  public void join(Exchange winner) {
    wire = winner.wire;
    phase = winner.phase;
    answered = winner.answered;
    logFields = winner.logFields;
    tokens = winner.tokens;
    winner.warnings.forEach(this::warn);
    attempts += winner.attempts;
    sentBefore |= winner.sentBefore;
    watch.follow(winner.watch);
  }

  // ---- tokens

  /** What comes before an asynchronous call waits for a permit; it holds no thread either. */
  public interface Preparation {
    /** Runs {@code then}, once, now or later. */
    void before(Exchange exchange, Runnable then);
  }

  /** Something has to be there before the call is made. */
  public void preparedBy(Preparation first) {
    preparation = first;
  }

  /** Tokens that were asked for ahead of the step that needs them. */
  public void tokensAsked(List<CompletableFuture<Token>> asked) {
    tokensAsked = asked;
  }

  /** Those tokens, for the first who takes them; null: none. */
  public @Nullable List<CompletableFuture<Token>> takeTokensAsked() {
    List<CompletableFuture<Token>> asked = tokensAsked;
    tokensAsked = null;
    return asked;
  }

  /** The tokens that values may see. */
  public void tokens(Map<String, Token> byName) {
    tokens = byName;
  }

  /** The token of that name; null: none. */
  public @Nullable Token token(String name) {
    return tokens.get(name);
  }

  /** A text that is to be told, with three stars in place of tokens. */
  public String withoutTokens(String text) {
    return tokens.isEmpty() ? text : Untold.text(text, tokens.values());
  }

  /**
   * Waits until something is done, or the exchange is over, which its total limit sees to.
   *
   * @throws IOException if it is cancelled meanwhile, or its thread is interrupted
   */
  public void await(CompletableFuture<?> done) throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    CompletableFuture<?> unused = done.whenComplete((value, failure) -> over.countDown());
    awaiting = over::countDown;
    try {
      if (!isCanceled() && !superseded()) {
        over.await();
      }
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    } finally {
      awaiting = null;
    }
    if (isCanceled() || superseded()) {
      throw new IOException("Canceled");
    }
  }

  /** Runs {@code then}, once: when something is done, or the exchange is over. */
  public void whenDone(CompletableFuture<?> done, Clock clock, Runnable then) {
    ReadyWait wait = new ReadyWait(then);
    awaiting = wait;
    long left = totalNanosLeft();
    if (left != Long.MAX_VALUE) {
      wait.limit(clock.schedule(Duration.ofNanos(left), wait));
    }
    CompletableFuture<?> unused = done.whenComplete((value, failure) -> wait.run());
    if (isCanceled()) {
      wait.run();
    }
  }

  private void endWait() {
    Runnable waiting = awaiting;
    if (waiting != null) {
      waiting.run();
    }
  }

  private void cancelBeside() {
    Exchange other = beside;
    Runnable told = whenCanceled;
    if (other != null && told != null) {
      other.giveUp();
      told.run();
    }
  }

  /** Another attempt is made, and what the last one brought is nobody's. */
  public void forgetAnswer() {
    answered = null;
    logFields = Map.of();
  }

  /**
   * Waits before another attempt.
   *
   * @throws IOException if it is cancelled meanwhile, or its thread is interrupted
   */
  public void pause(long nanos, Clock clock) throws IOException {
    if (nanos > 0) {
      Pause waiting = new Pause();
      pause = waiting;
      if (!isCanceled()) {
        waiting.await(nanos, clock);
      }
      pause = null;
    }
    if (isCanceled()) {
      throw new IOException("Canceled");
    }
  }

  /** The origin's response, as it came. */
  void answered(Response response) {
    answered = response;
  }

  /** Makes the exchange known to whoever has its call. */
  public void tag(Call tagged) {
    tagged.tag(Exchange.class, () -> this);
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
  boolean nested(OriginPool pool) {
    for (Exchange around = outer; around != null; around = around.outer) {
      WireCall held = around.wire;
      if (held != null && held.holdsPermitOf(pool)) {
        return true;
      }
    }
    return false;
  }

  /** Runs the asynchronous call once its permit is settled; its total limit is already running. */
  void settleThen(Runnable asyncCall) {
    Doorway door = entrance.doorway();
    if (door == null) {
      prepare(asyncCall);
      return;
    }
    door.whenSettled(
        this,
        () -> {
          PermitQueue.Waiter asked = askedPlace;
          if (asked != null && asked.outcome() == PermitQueue.Outcome.GRANTED) {
            prepare(asyncCall);
          } else {
            Workers.executor().execute(asyncCall);
          }
        });
  }

  private void prepare(Runnable asyncCall) {
    Preparation first = preparation;
    if (first == null) {
      choose(asyncCall);
    } else {
      first.before(this, () -> choose(asyncCall));
    }
  }

  private void choose(Runnable asyncCall) {
    Admission admission = entrance.choose(this);
    WireCall towards = wire;
    if (admission == null || towards == null) {
      Workers.executor().execute(asyncCall);
      return;
    }
    admission.whenSettled(
        towards,
        () -> {
          if (totalNanos > 0 && call != null) {
            call.timeout().timeout(Math.max(1, totalNanosLeft()), TimeUnit.NANOSECONDS);
          }
          asyncCall.run();
        });
  }

  /** Time that it spent waiting to be let through, before its permit or for it. */
  public void waited(long nanos) {
    watch.permit += nanos;
  }

  // ---- what it knows

  /** How it reaches an origin. */
  public WireCall wire() {
    return Objects.requireNonNull(wire, "no origin has been chosen");
  }

  /** Where it goes, or went last; null before an origin is chosen. */
  public @Nullable OriginPool pool() {
    WireCall towards = wire;
    return towards == null ? null : towards.pool();
  }

  /** The request as the last step handed it to OkHttp. */
  public @Nullable Request handedOver() {
    WireCall towards = wire;
    return towards == null ? null : towards.handedOver();
  }

  /** Whether certainly nothing of the request left in the attempt that failed. */
  public boolean nothingSent() {
    WireCall towards = wire;
    return towards != null && towards.nothingSent();
  }

  /** The breach of HTTP that this failure comes from, where there was one; else the failure. */
  public Exception breach(Exception failure) {
    WireCall towards = wire;
    return towards == null ? failure : towards.breach(failure);
  }

  /** Whether the attempt runs on a connection that served another exchange before. */
  public boolean reusedConnection() {
    WireCall towards = wire;
    return towards != null && towards.reusedConnection();
  }

  /** Whether the limit on an attempt ran out, which ended it. */
  public boolean attemptPassed() {
    WireCall towards = wire;
    return towards != null && towards.attemptPassed() && towards.isCanceled();
  }

  /** Whether the attempt was given up because another was earlier. */
  public boolean superseded() {
    WireCall towards = wire;
    return towards != null && towards.givenUp();
  }

  /** The limit on an attempt; zero: none. */
  public Duration attemptLimit() {
    return wire().admission().attemptTimeout();
  }

  Stopwatch watch() {
    return watch;
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
    return givenUp || (c != null && c.isCanceled());
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
    return Duration.ofMillis(ttfbMillis);
  }

  /** The connect limit; zero: none. */
  public Duration connectLimit() {
    return Duration.ofMillis(connectMillis);
  }

  long connectNanos() {
    return TimeUnit.MILLISECONDS.toNanos(connectMillis);
  }

  /** What is left of the total limit; {@code Long.MAX_VALUE} without one. */
  public long totalNanosLeft() {
    return totalNanos == 0
        ? Long.MAX_VALUE
        : Math.max(0, totalNanos - (System.nanoTime() - startedAt));
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
    OriginPool pool = pool();
    return new ExchangeReport(
        entrance.label(),
        pool == null ? "none" : pool.originText(),
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

  Entrance entrance() {
    return entrance;
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
    String told = withoutTokens(text);
    if (!warnings.contains(told)) {
      List<String> more = new ArrayList<>(warnings);
      more.add(told);
      warnings = more;
    }
  }

  /** Fields to be told along with the response, without tokens. */
  public void logFields(Map<String, Object> fields) {
    logFields = tokens.isEmpty() ? fields : Untold.fields(fields, tokens.values());
  }

  // ---- what OkHttp tells it

  /**
   * The call is about to start. OkHttp starts its timer before it tells its listener, and an
   * exchange that began later than its timer would end before its limit.
   */
  public void starting() {
    startedAt = System.nanoTime();
  }

  /** The caller's own call starts. */
  @Override
  public void callStart(Call started) {
    startsThrough(started);
  }

  /** A call starts that is the caller's own, unless that has started before. */
  void startsThrough(Call started) {
    if (call == null) {
      start(started);
      OF_THREAD.get()[STARTED] = this;
    }
  }

  private void start(Call started) {
    call = started;
    request = started.request();
    totalNanos = started.timeout().timeoutNanos();
    if (startedAt == 0) {
      startedAt = System.nanoTime() - TIMER_AHEAD;
    }
    if (trail != null) {
      trail.begin(entrance.label(), started.request().method());
    }
  }

  @Override
  public void canceled(Call canceled) {
    cancelBeside();
    endWait();
    Pause waiting = pause;
    if (waiting != null) {
      waiting.end();
    }
    stopWaitingForPlace();
    WireCall towards = wire;
    if (towards != null) {
      towards.cancel();
    }
  }

  @Override
  public void callEnd(Call c) {
    abandonAhead();
  }

  @Override
  public void callFailed(Call c, IOException failure) {
    abandonAhead();
  }

  private void abandonAhead() {
    WireCall ahead = ahead();
    if (ahead != null) {
      ahead.abandon();
    }
  }
}
