package io.forebay.internal.pool;

import io.forebay.ExchangeReport;
import io.forebay.internal.balance.Tried;
import io.forebay.internal.tokens.Token;
import io.forebay.spec.CallView;
import io.forebay.spi.Clock;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
  private final Entrance entrance;
  private final Map<String, String> variables;
  private final Stopwatch watch = new Stopwatch();
  private final TimeLimits limits;
  private final Told told = new Told();
  private final Waits waits = new Waits();

  private volatile @Nullable Call call;
  private volatile @Nullable WireCall wire;
  private @Nullable Request request;
  private @Nullable Response answered;
  private @Nullable CallFacts view;
  private @Nullable RequestBody keptBody;
  private volatile PermitQueue.@Nullable Waiter askedPlace;
  private @Nullable Held place;
  private volatile @Nullable Exchange beside;
  private volatile @Nullable Runnable whenCanceled;
  private @Nullable Preparation preparation;
  private @Nullable List<CompletableFuture<Token>> tokensAsked;
  private volatile boolean givenUp;
  private volatile Phase phase = Phase.OBSERVE;
  private @Nullable Tried tried;
  private int attempts;
  private boolean sentBefore;
  private @Nullable Exchange outer;
  private @Nullable Trail trail;

  /** An exchange that enters there. */
  public Exchange(Entrance entrance, Map<String, String> variables) {
    this.entrance = entrance;
    this.variables = variables;
    limits = new TimeLimits();
    Admission only = entrance.only();
    wire = only == null ? null : new WireCall(this, only);
  }

  /** An exchange for an attempt beside another. */
  private Exchange(Exchange first) {
    entrance = first.entrance;
    variables = first.variables;
    limits = first.limits;
    call = first.call;
    request = first.request;
    keptBody = first.keptBody;
    tried = first.tried().copy();
    trail = first.trail == null ? null : first.trail.beside();
  }

  // ---- who is it

  /** The exchange of a call that went through one of our doors. */
  public static @Nullable Exchange of(Interceptor.Chain chain) {
    EventListener listener = chain.getEventListener();
    if (listener instanceof WireCall wire) {
      return wire.exchange();
    }
    return listener instanceof Exchange exchange ? exchange : chain.call().tag(Exchange.class);
  }

  /** Makes the exchange known to whoever has its call. */
  public void tag(Call tagged) {
    tagged.tag(Exchange.class, () -> this);
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
    ThreadCalls.forgetStarted();
    request = through.request();
    limits.begin(through);
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

  // ---- its attempts

  /** The origin's response, as it came. */
  void answered(Response response) {
    answered = response;
  }

  /** Another attempt is made, and what the last one brought is nobody's. */
  public void forgetAnswer() {
    answered = null;
    told.forgetLogFields();
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
    waits.end();
  }

  /** Goes on as the attempt beside it, which has a response. */
  public void join(Exchange winner) {
    wire = winner.wire;
    phase = winner.phase;
    answered = winner.answered;
    told.join(winner.told);
    attempts += winner.attempts;
    sentBefore |= winner.sentBefore;
    watch.follow(winner.watch);
  }

  private void cancelBeside() {
    Exchange other = beside;
    Runnable hook = whenCanceled;
    if (other != null && hook != null) {
      other.giveUp();
      hook.run();
    }
  }

  // ---- what it waits for

  /** What comes before an asynchronous call waits for a permit; it holds no thread either. */
  public interface Preparation {
    /** Runs {@code then}, once, now or later. */
    void before(Exchange exchange, Runnable then);
  }

  /** Something has to be there before the call is made. */
  public void preparedBy(Preparation first) {
    preparation = first;
  }

  /** What comes first; null: nothing. */
  @Nullable Preparation preparation() {
    return preparation;
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

  /**
   * Waits until something is done, or the exchange is over, which its total limit sees to.
   *
   * @throws IOException if it is cancelled meanwhile, or its thread is interrupted
   */
  public void await(CompletableFuture<?> done) throws IOException {
    waits.await(done, () -> isCanceled() || superseded());
  }

  /** Runs {@code then}, once: when something is done, or the exchange is over. */
  public void whenDone(CompletableFuture<?> done, Clock clock, Runnable then) {
    waits.whenDone(done, limits.totalNanosLeft(), clock, then);
    if (isCanceled()) {
      waits.end();
    }
  }

  /**
   * Waits before another attempt.
   *
   * @throws IOException if it is cancelled meanwhile, or its thread is interrupted
   */
  public void pause(long nanos, Clock clock) throws IOException {
    if (nanos > 0) {
      waits.pause(nanos, clock, this::isCanceled);
    } else if (isCanceled()) {
      throw new IOException("Canceled");
    }
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

  /** Time that it spent waiting to be let through, before its permit or for it. */
  public void waited(long nanos) {
    watch.permit += nanos;
  }

  // ---- calls within calls

  /** The call runs on this thread from now on, until {@link #left}. */
  public void entered() {
    outer = ThreadCalls.enter(this);
  }

  /** The call is done with this thread. */
  public void left() {
    ThreadCalls.leave(outer);
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

  /** The limits on its time. */
  public TimeLimits limits() {
    return limits;
  }

  /** What is left of its total limit holds for its call from now on. */
  void limitRest() {
    Call own = call;
    if (own != null) {
      limits.limit(own);
    }
  }

  /** What is told of it. */
  public Told told() {
    return told;
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
        watch.timings(limits.startedAt(), until),
        told.warnings(),
        told.logFields());
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

  // ---- what OkHttp tells it

  /**
   * The call is about to start. OkHttp starts its timer before it tells its listener, and an
   * exchange that began later than its timer would end before its limit.
   */
  public void starting() {
    limits.starting();
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
      ThreadCalls.started(this);
    }
  }

  private void start(Call started) {
    call = started;
    request = started.request();
    limits.started(started);
    if (trail != null) {
      trail.begin(entrance.label(), started.request().method());
    }
  }

  @Override
  public void canceled(Call canceled) {
    cancelBeside();
    waits.end();
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
