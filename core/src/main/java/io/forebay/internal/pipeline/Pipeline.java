package io.forebay.internal.pipeline;

import io.forebay.BackendException;
import io.forebay.ErrorKind;
import io.forebay.health.StatusRange;
import io.forebay.internal.origins.Lane;
import io.forebay.internal.origins.Lanes;
import io.forebay.internal.pool.Entrance;
import io.forebay.internal.pool.Exchange;
import io.forebay.internal.pool.Trail;
import io.forebay.internal.retry.Retrying;
import io.forebay.spec.Credentials;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Limits;
import io.forebay.spec.RetrySpec;
import io.forebay.spi.Telemetry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The one way through: every exchange with the same manners takes these steps in this order, and
 * the last of them hands the request to OkHttp. Assembled once, when a backend is opened or
 * refined; nothing is decided by the first request.
 *
 * <p>To a lone origin all steps are taken within the caller's own call. Where there is a choice,
 * that call ends with it, and each attempt goes on in a call of its own, over the chosen origin's
 * client.
 */
public final class Pipeline implements Interceptor {
  private final Failures failures;
  private final List<Step> outer = new ArrayList<>();
  private final List<Step> attempt = new ArrayList<>();
  private final Step.Next first;
  private final Step.Next toWire;
  private final Entrance entrance;
  private final Optional<OkHttpClient> direct;
  private final @Nullable TokenStep tokens;
  private final @Nullable Telemetry telemetry;

  /** Assembles the steps for a backend's manners. */
  public Pipeline(Assembly assembly) {
    failures = new Failures(assembly.manners().timeouts());
    tokens = tokens(assembly);
    telemetry = assembly.telemetry().orElse(null);
    boolean isDirect = assembly.direct();
    Lanes lanes =
        new Lanes(
            assembly.spec(),
            assembly.fleet(),
            assembly.clock(),
            isDirect ? this : this::interceptAttempt);
    if (isDirect) {
      assemble(assembly, new RouteStep(assembly.spec().transport().origin()));
      toWire = linked(attempt, Pipeline::handOver);
      Lane lane = lanes.to(assembly.fleet().sole());
      entrance = lane.admission();
      direct = Optional.of(lane.client());
      first = linked(outer, toWire);
    } else {
      ChooseStep choose = new ChooseStep(assembly.spec(), assembly.fleet(), lanes, failures);
      assemble(assembly, choose);
      toWire = linked(attempt, Pipeline::handOver);
      entrance = choose;
      direct = Optional.empty();
      first = linked(outer, (exchange, request) -> exchange.wire().execute(request));
    }
  }

  /** The order of everything; each step says why it stands where it stands. */
  private void assemble(Assembly assembly, Step route) {
    ShapeStep shape = new ShapeStep(assembly.manners(), assembly.spec().transport().hostname());
    aroundAttempts(assembly, shape);
    // Within an attempt, which stays with its origin; to a lone origin all is one attempt.
    List<Step> resends = assembly.direct() ? outer : attempt;
    if (telemetry != null) {
      resends.add(new TrailStep(failures));
    }
    resends.add(new ResendStep());
    outer.add(route);
    towardsOrigin(assembly);
    onTheRequest(assembly, shape);
  }

  private void aroundAttempts(Assembly assembly, ShapeStep shape) {
    ExchangeSpec manners = assembly.manners();
    outer.add(observe(assembly, shape));
    List<StatusRange> expected = manners.answer().expected();
    if (!expected.isEmpty()) {
      outer.add(new ExpectStep(expected));
    }
    RetrySpec retries = assembly.retries();
    if (retries.attempts() > 1) {
      Retrying shared = assembly.fleet().retrying();
      outer.add(new RetryStep(retries, shared.budget(), assembly.clock()));
      retries
          .hedge()
          .ifPresent(hedge -> outer.add(new HedgeStep(hedge, retries, shared, assembly.clock())));
    }
    Limits limits = assembly.spec().limits();
    if (limits.boundsConcurrency()) {
      outer.add(new PlaceStep(limits, manners.timeouts().permit(), failures));
    }
  }

  private void towardsOrigin(Assembly assembly) {
    Limits limits = assembly.spec().limits();
    boolean throttled = !limits.throttles().isEmpty();
    if (throttled) {
      attempt.add(new ThrottleStep(limits.throttles(), failures));
    }
    limits.breaker().ifPresent(rules -> attempt.add(new BreakerStep(failures, assembly.clock())));
    attempt.add(admit(assembly));
    if (tokens != null) {
      attempt.add(tokens);
    }
    if (throttled) {
      attempt.add(new StartStep(failures));
    }
  }

  private void onTheRequest(Assembly assembly, ShapeStep shape) {
    ExchangeSpec manners = assembly.manners();
    if (!shape.changesNothing()) {
      attempt.add(shape);
    }
    assembly.retries().deadlineHeader().ifPresent(name -> attempt.add(new DeadlineStep(name)));
    if (tokens != null && tokens.bears()) {
      attempt.add(new BearerStep());
    }
    manners.basicAuth().ifPresent(login -> attempt.add(new AuthorizeStep(login)));
    if (telemetry != null) {
      attempt.add(new DepartStep(assembly.spec(), failures));
    }
    assembly
        .spec()
        .contract()
        .ifPresent(rules -> attempt.add(new ContractStep(rules, assembly.verifier(), manners)));
  }

  private static @Nullable TokenStep tokens(Assembly assembly) {
    ExchangeSpec manners = assembly.manners();
    boolean login = manners.basicAuth().filter(Credentials::constant).isPresent();
    return assembly
        .tokens()
        .map(desk -> new TokenStep(desk, !login, manners.useWhenUnhealthy(), assembly.clock()))
        .orElse(null);
  }

  private Step observe(Assembly assembly, ShapeStep shape) {
    Observers observers = new Observers(assembly.observers());
    ShownPath shownPath = new ShownPath(assembly.manners());
    Entries entries = new Entries(assembly.spec().transport().origin(), shownPath, observers);
    Bodies bodies =
        new Bodies(
            assembly.manners().body(), failures, assembly.leaks(), entries, shape.keepsAnswer());
    return new ObserveStep(bodies, observers, assembly.closed(), DepartStep.named(assembly.spec()));
  }

  /** Among several, health was minded when one was chosen. */
  private Step admit(Assembly assembly) {
    ExchangeSpec manners = assembly.manners();
    return new AdmitStep(
        assembly.spec().transport().pool().maxConnections(),
        manners.timeouts().permit(),
        manners.useWhenUnhealthy() || !assembly.direct(),
        failures);
  }

  private static Step.Next linked(List<Step> steps, Step.Next last) {
    Step.Next next = last;
    for (int i = steps.size() - 1; i >= 0; i--) {
      next = new Link(steps.get(i), next);
    }
    return next;
  }

  /** An attempt, in a call of its own. */
  private Response interceptAttempt(Chain chain) throws IOException {
    Exchange exchange = Objects.requireNonNull(Exchange.of(chain), "made by its exchange");
    exchange.wire().begin(chain);
    return toWire.proceed(exchange, chain.request());
  }

  private static Response handOver(Exchange exchange, Request request) throws IOException {
    Optional<String> problem = RequestCheck.problem(request);
    if (problem.isPresent()) {
      throw Failures.refused(exchange, ErrorKind.CONFIGURATION, problem.get());
    }
    return exchange.wire().handOver(ConnectionHeaders.stripped(request));
  }

  /** The context of a new exchange through this pipeline. */
  public Exchange newExchange(Map<String, String> variables) {
    Exchange exchange = new Exchange(entrance, variables);
    TokenStep needed = tokens;
    if (needed != null) {
      exchange.preparedBy(needed);
    }
    if (telemetry != null) {
      exchange.followedBy(new Trail(telemetry));
    }
    return exchange;
  }

  /** The client of the only origin, where exchanges go there within the caller's own call. */
  public Optional<OkHttpClient> direct() {
    return direct;
  }

  /** Translates what came out of a call outside of the steps, such as a late cancellation. */
  public BackendException translate(Exchange exchange, IOException failure) {
    return failures.translate(exchange, failure);
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Exchange exchange = Exchange.of(chain);
    if (exchange == null) {
      // A client derived from ours replaced our listener, as OkHttp's own WebSockets do.
      exchange = newExchange(Map.of());
      chain.call().addEventListener(exchange.listener());
      exchange.tag(chain.call());
    }
    exchange.begin(chain);
    exchange.entered();
    try {
      return first.proceed(exchange, chain.request());
    } finally {
      exchange.left();
    }
  }

  /** The steps, a line each. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    for (Step step : Stream.concat(outer.stream(), attempt.stream()).toList()) {
      text.append(String.format("  %-10s%s%n", step.phase(), step.describe()));
    }
    return text.toString();
  }

  /** A step and what follows it. */
  private record Link(Step step, Step.Next rest) implements Step.Next {
    @Override
    public Response proceed(Exchange exchange, Request request) throws IOException {
      return step.apply(exchange, request, rest);
    }
  }
}
