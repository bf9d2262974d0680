package io.forebay.internal;

import io.forebay.Backend;
import io.forebay.BackendRequest;
import io.forebay.BackendStats;
import io.forebay.ErrorKind;
import io.forebay.InvalidBackendException;
import io.forebay.OriginStatus;
import io.forebay.health.HealthOverride;
import io.forebay.health.HealthState;
import io.forebay.internal.origins.Fleet;
import io.forebay.internal.versions.Holds;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Origin;
import io.forebay.spec.Refinement;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * A backend of a registry, whatever version is active: each call finds the view that is in force,
 * by one volatile read and one look-up, and holds its slot, which stays open for it, or is opened
 * by it.
 */
final class BackendHandle implements Backend, Caller {
  private final Source source;
  private final BackendSpec first; // Nothing of what it is served by: that may be long gone.
  private volatile @Nullable OkHttpClient client;

  /**
   * A handle on what a source finds.
   *
   * @param first what it finds now
   */
  BackendHandle(Source source, LazyView first) {
    this.source = source;
    this.first = first.spec();
  }

  /** Finds the view that is in force. */
  interface Source {
    /**
     * The view; null: the active version has none.
     *
     * @throws InvalidBackendException if it cannot be made over the active version's
     */
    @Nullable LazyView now();

    /** Why there is none. */
    String missing();
  }

  /** The view in force; it may be replaced at any moment, so ask once and stay with it. */
  LazyView found() {
    LazyView view = source.now();
    if (view == null) {
      throw new NoSuchElementException(source.missing());
    }
    return view;
  }

  // ---- calls

  @Override
  public BackendRequest request(String method, String path, Object... arguments) {
    return new PreparedRequest(this, method, path, arguments);
  }

  @Override
  public Call newCall(Request request) {
    return again(Refinement.NONE, request, Map.of());
  }

  /** Makes a call again, by what is in force now. */
  Call again(Refinement refinement, Request request, Map<String, String> bound) {
    return made(refinement, view -> view.newCall(request, bound), () -> request);
  }

  @Override
  public Call call(Refinement refinement, Supplier<Request> request, Map<String, String> bound) {
    return made(
        refinement,
        view -> {
          view.requireBound(bound);
          return view.newCall(request.get(), bound);
        },
        request);
  }

  /**
   * Holds what is in force and makes the call. What was replaced between being found and being held
   * is retired, and what replaced it was in force before that: so looking again ends.
   */
  private Call made(
      Refinement refinement, Function<BackendView, BackendCall> make, Supplier<Request> request) {
    while (true) {
      LazyView found;
      try {
        found = source.now();
      } catch (InvalidBackendException e) {
        return refused(ErrorKind.BACKEND, String.valueOf(e.getMessage()), request);
      }
      if (found == null) {
        return refused(ErrorKind.BACKEND, source.missing(), request);
      }
      Holds holds = found.holds();
      if (holds.take()) {
        return made(found, refinement, make, request);
      }
    }
  }

  private RefusedCall refused(ErrorKind kind, String problem, Supplier<Request> request) {
    return new RefusedCall(first.label(), kind, problem, request.get());
  }

  /** Makes a call of what is held. */
  private Call made(
      LazyView held,
      Refinement refinement,
      Function<BackendView, BackendCall> make,
      Supplier<Request> request) {
    boolean made = false;
    try {
      BackendView view = held.view();
      if (view == null) {
        return refused(ErrorKind.BACKEND, "the backend is closed", request);
      }
      Call call = make.apply(view.refinedForCall(refinement)).held(this, refinement, held.holds());
      made = true;
      return call;
    } catch (SlotException e) {
      return refused(ErrorKind.CONFIGURATION, String.valueOf(e.getMessage()), request);
    } finally {
      if (!made) {
        held.holds().giveBack();
      }
    }
  }

  /** Does something with what is in force, which is opened for it. */
  private <T> T opened(Function<BackendView, T> use) {
    while (true) {
      LazyView found = found();
      if (found.holds().take()) {
        try {
          BackendView view = found.view();
          if (view == null) {
            throw new IllegalStateException("backend '" + found.label() + "' is closed");
          }
          return use.apply(view);
        } finally {
          found.holds().giveBack();
        }
      }
    }
  }

  /** Those of a version before do where none is in force: the origin is put in afterwards. */
  @Override
  public Paths paths() {
    LazyView view = source.now();
    return view == null ? BackendCore.paths(first) : view.paths();
  }

  @Override
  public OkHttpClient client() {
    OkHttpClient known = client;
    if (known == null) {
      known = ForwardingClient.to(this);
      client = known;
    }
    return known;
  }

  // ---- what is in force

  /** That of the backend at first; a refinement may come to refine another. */
  @Override
  public String label() {
    LazyView view = source.now();
    return view == null ? first.label() : view.label();
  }

  @Override
  public Backend refine(Refinement refinement) {
    return refinement.isEmpty()
        ? this
        : new BackendHandle(new Refined(source, refinement), found().refine(refinement));
  }

  @Override
  public BackendSpec spec() {
    return found().spec();
  }

  @Override
  public HealthState health() {
    return found().health();
  }

  @Override
  public List<OriginStatus> origins() {
    return found().origins();
  }

  @Override
  public BackendStats stats() {
    return found().stats();
  }

  @Override
  public String explain() {
    return opened(BackendView::explain);
  }

  /**
   * Says something over what its probes say; opens it.
   *
   * @param of which origin; null: every one
   */
  void overrideHealth(@Nullable Origin of, HealthOverride said) {
    Fleet unused =
        opened(
            view -> {
              Fleet fleet = view.core().fleet();
              if (of == null) {
                fleet.override(said);
              } else {
                fleet.override(of, said);
              }
              return fleet;
            });
  }

  /** Label and origin. */
  @Override
  public String toString() {
    LazyView view = source.now();
    return view == null ? source.missing() : view.toString();
  }

  /** Refines what another source finds, each view once. */
  private static final class Refined implements Source {
    private final Source base;
    private final Refinement refinement;
    private volatile @Nullable Pair last;

    Refined(Source base, Refinement refinement) {
      this.base = base;
      this.refinement = refinement;
    }

    /** A view and the one made over it. */
    private record Pair(LazyView base, LazyView refined) {}

    @Override
    public @Nullable LazyView now() {
      LazyView found = base.now();
      Pair known = last;
      if (found == null) {
        last = null; // Nothing keeps what is gone.
        return null;
      }
      if (known == null || known.base() != found) {
        known = new Pair(found, found.refine(refinement));
        last = known;
      }
      return known.refined();
    }

    @Override
    public String missing() {
      return base.missing();
    }
  }
}
