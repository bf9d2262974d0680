package io.forebay.internal.pipeline;

import io.forebay.BackendException;
import io.forebay.ErrorKind;
import io.forebay.internal.pool.Admission;
import io.forebay.internal.pool.Exchange;
import io.forebay.internal.pool.OriginPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The one way through: every exchange with the same manners takes these steps in this order, and
 * the last of them hands the request to OkHttp. Assembled once, when a backend is opened or
 * refined; nothing is decided by the first request.
 */
public final class Pipeline implements Interceptor {
  private final List<Step> steps;
  private final Step.Next first;
  private final Failures failures;
  private final Admission admission;

  /** Assembles the steps for a backend's manners. */
  public Pipeline(Assembly assembly) {
    failures = new Failures(assembly.spec().timeouts(), assembly.admission().pool());
    admission = assembly.admission();
    steps = assemble(assembly, failures);
    Step.Next next = Pipeline::handOver;
    for (int i = steps.size() - 1; i >= 0; i--) {
      next = new Link(steps.get(i), next);
    }
    first = next;
  }

  /** The order of everything; each step says why it stands where it stands. */
  private static List<Step> assemble(Assembly assembly, Failures failures) {
    List<Step> steps = new ArrayList<>();
    Observers observers = new Observers(assembly.observers());
    OriginPool pool = assembly.admission().pool();
    Entries entries = new Entries(pool, new ShownPath(assembly.spec()), observers);
    ShapeStep shape = new ShapeStep(assembly.spec(), pool.hostname());
    Bodies bodies =
        new Bodies(
            assembly.spec().body(), failures, assembly.leaks(), entries, shape.keepsAnswer());
    steps.add(new ObserveStep(bodies, observers, assembly.closed()));
    steps.add(new RetryStep());
    steps.add(new RouteStep(pool.origin()));
    steps.add(
        new AdmitStep(
            pool.permits(),
            assembly.spec().timeouts().permit(),
            assembly.admission().verdict(),
            assembly.spec().useWhenUnhealthy(),
            failures));
    if (!shape.changesNothing()) {
      steps.add(shape);
    }
    assembly.spec().basicAuth().ifPresent(login -> steps.add(new AuthorizeStep(login)));
    return List.copyOf(steps);
  }

  private static Response handOver(Exchange exchange, Request request) throws IOException {
    Optional<String> problem = RequestCheck.problem(request);
    if (problem.isPresent()) {
      throw Failures.refused(exchange, ErrorKind.CONFIGURATION, problem.get());
    }
    return exchange.handOver(ConnectionHeaders.stripped(request));
  }

  /** The context of a new exchange through this pipeline. */
  public Exchange newExchange(Map<String, String> variables) {
    return new Exchange(admission, variables);
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
      chain.call().addEventListener(exchange);
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
    for (Step step : steps) {
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
