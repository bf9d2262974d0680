package io.forebay.internal;

import io.forebay.Backend;
import io.forebay.BackendRequest;
import io.forebay.BackendStats;
import io.forebay.InvalidBackendException;
import io.forebay.OriginStatus;
import io.forebay.health.HealthState;
import io.forebay.internal.versions.Holds;
import io.forebay.spec.BackendSpec;
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
 * by one volatile read and one look-up, and holds its core, which stays open for it.
 */
final class BackendHandle implements Backend, Caller {
  private final Source source;
  private final String label;
  private final Paths paths;
  private volatile @Nullable OkHttpClient client;

  /**
   * A handle on what a source finds.
   *
   * @param first what it finds now
   */
  BackendHandle(Source source, BackendView first) {
    this.source = source;
    label = first.label();
    paths = first.paths();
  }

  /** Finds the view that is in force. */
  interface Source {
    /**
     * The view; null: the active version has none.
     *
     * @throws InvalidBackendException if it cannot be made over the active version's
     */
    @Nullable BackendView now();

    /** Why there is none. */
    String missing();
  }

  /** The view in force; it may be replaced at any moment, so ask once and stay with it. */
  BackendView view() {
    BackendView view = source.now();
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
      BackendView found;
      try {
        found = source.now();
      } catch (InvalidBackendException e) {
        return new RefusedCall(label, String.valueOf(e.getMessage()), request.get());
      }
      if (found == null) {
        return new RefusedCall(label, source.missing(), request.get());
      }
      Holds holds = found.core().holds();
      if (holds.take()) {
        return made(found, refinement, make, holds);
      }
    }
  }

  private BackendCall made(
      BackendView view,
      Refinement refinement,
      Function<BackendView, BackendCall> make,
      Holds holds) {
    try {
      return make.apply(view.refinedForCall(refinement)).held(this, refinement);
    } catch (RuntimeException | Error e) {
      holds.giveBack();
      throw e;
    }
  }

  /** Those of a version before do where none is in force: the origin is put in afterwards. */
  @Override
  public Paths paths() {
    BackendView view = source.now();
    return view == null ? paths : view.paths();
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
    BackendView view = source.now();
    return view == null ? label : view.label();
  }

  @Override
  public Backend refine(Refinement refinement) {
    return refinement.isEmpty()
        ? this
        : new BackendHandle(new Refined(source, refinement), view().refine(refinement));
  }

  @Override
  public BackendSpec spec() {
    return view().spec();
  }

  @Override
  public HealthState health() {
    return view().health();
  }

  @Override
  public List<OriginStatus> origins() {
    return view().origins();
  }

  @Override
  public BackendStats stats() {
    return view().stats();
  }

  @Override
  public String explain() {
    return view().explain();
  }

  /** Label and origin. */
  @Override
  public String toString() {
    BackendView view = source.now();
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
    private record Pair(BackendView base, BackendView refined) {}

    @Override
    public @Nullable BackendView now() {
      BackendView found = base.now();
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
