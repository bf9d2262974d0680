package io.forebay.internal;

import io.forebay.Backend;
import io.forebay.BackendRequest;
import io.forebay.BackendStats;
import io.forebay.OriginStatus;
import io.forebay.health.HealthState;
import io.forebay.internal.pipeline.Pipeline;
import io.forebay.internal.pool.Exchange;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Refinement;
import io.forebay.spec.UnboundVariableException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** A backend with some manners over a shared core. Immutable but for the client made on demand. */
class BackendView implements Backend, Caller {
  /**
   * Most callers ask for the same few limits again and again, and a view costs more than a call.
   */
  private static final int CALLS_REMEMBERED = 16;

  private final BackendCore core;
  private final BackendSpec spec;
  private final Pipeline pipeline;
  private final OkHttpClient client;
  private final Set<String> variables;
  private final Latest<Refinement, BackendView> forCalls = new Latest<>(CALLS_REMEMBERED);
  private volatile @Nullable OkHttpClient listening;

  BackendView(BackendCore core, ExchangeSpec manners) {
    this.core = core;
    spec = core.spec().withExchange(manners);
    pipeline = core.pipeline(spec);
    client = core.client(spec, pipeline);
    variables = manners.variables();
    core.serves(manners.timeouts());
  }

  final BackendCore core() {
    return core;
  }

  @Override
  public String label() {
    return spec.label();
  }

  @Override
  public BackendSpec spec() {
    return spec;
  }

  @Override
  public BackendRequest request(String method, String path, Object... arguments) {
    return new PreparedRequest(this, method, path, arguments);
  }

  @Override
  public Call newCall(Request request) {
    return newCall(request, Map.of());
  }

  final BackendCall newCall(Request request, Map<String, String> variables) {
    Exchange exchange = pipeline.newExchange(variables);
    Call call = client.newCall(request);
    call.addEventListener(exchange.listener());
    return new BackendCall(call, exchange, this, variables);
  }

  @Override
  public final Paths paths() {
    return core.paths();
  }

  @Override
  public final BackendCall call(
      Refinement refinement, Supplier<Request> request, Map<String, String> bound) {
    BackendView view = refinedForCall(refinement);
    view.requireBound(bound);
    return view.newCall(request.get(), bound);
  }

  /** Finds the variable that nobody bound before anything is sent. */
  final void requireBound(Map<String, String> bound) {
    for (String name : variables) {
      if (!bound.containsKey(name)) {
        throw new UnboundVariableException(name);
      }
    }
  }

  final Pipeline pipeline() {
    return pipeline;
  }

  @Override
  public OkHttpClient client() {
    OkHttpClient known = listening;
    if (known == null) {
      known =
          client
              .newBuilder()
              .eventListenerFactory(call -> pipeline.newExchange(Map.of()).listener())
              .build();
      listening = known;
    }
    return known;
  }

  @Override
  public BackendView refine(Refinement refinement) {
    return refinement.isEmpty() ? this : refined(refinement);
  }

  /** The view that a call asks for. */
  final BackendView refinedForCall(Refinement refinement) {
    return refinement.isEmpty() ? this : forCalls.get(refinement, this::refined);
  }

  /** A view with other manners; what a refinement says wrong, it says all at once. */
  final BackendView refined(Refinement refinement) {
    return new BackendView(core, Doors.refined(spec, refinement));
  }

  @Override
  public HealthState health() {
    return core.health();
  }

  @Override
  public List<OriginStatus> origins() {
    return core.origins();
  }

  @Override
  public BackendStats stats() {
    return core.stats();
  }

  @Override
  public String explain() {
    return Explanation.of(spec, pipeline);
  }

  /** Label and origin. */
  @Override
  public String toString() {
    return "backend '" + label() + "' (" + spec.transport().origins() + ")";
  }
}
