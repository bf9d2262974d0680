package io.forebay;

import io.forebay.health.HealthState;
import io.forebay.internal.Doors;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Refinement;
import java.util.List;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * A labelled origin with its pool and its manners. Thread-safe; cannot be closed, see {@link
 * ManagedBackend}.
 *
 * <p>It sends in three ways, all through the same steps, pool and limits: its own {@linkplain
 * #request calls}; {@link #newCall}, which makes it the call factory of Retrofit; and {@link
 * #client()}, a configured client for everything that wants an {@code OkHttpClient}, such as Feign.
 */
public interface Backend extends Call.Factory {

  /** Starts the definition of a backend. The label is checked by {@link BackendBuilder#build}. */
  static BackendBuilder builder(String label) {
    return new BackendBuilder(label);
  }

  /** Opens a backend in the system's {@link Environment}; the caller closes it. */
  static ManagedBackend open(BackendSpec spec) {
    return Doors.open(spec, Environment.system());
  }

  /**
   * Opens a backend; the caller closes it. Checks, if any, start at once.
   *
   * @throws InvalidBackendException if its TLS material cannot be used
   */
  static ManagedBackend open(BackendSpec spec, Environment environment) {
    return Doors.open(spec, environment);
  }

  /** The backend's name in files, logs and metrics. A refinement keeps it. */
  String label();

  /** The definition in force, refinements applied. */
  BackendSpec spec();

  /**
   * Starts a request.
   *
   * @param method an HTTP method, such as {@code GET}
   * @param path the path after the origin, with an optional query; {@code {name}} variables are
   *     filled with {@code arguments} in order, then with {@link BackendRequest#with}, and
   *     percent-encoded for where they stand
   * @throws IllegalArgumentException if there are more arguments than variables, the path does not
   *     start with a slash, or the method is no token
   */
  BackendRequest request(String method, String path, Object... arguments);

  /** Starts a {@code GET}; see {@link #request}. */
  default BackendRequest get(String path, Object... arguments) {
    return request("GET", path, arguments);
  }

  /** Starts a {@code HEAD}; see {@link #request}. */
  default BackendRequest head(String path, Object... arguments) {
    return request("HEAD", path, arguments);
  }

  /** Starts a {@code POST}; see {@link #request}. */
  default BackendRequest post(String path, Object... arguments) {
    return request("POST", path, arguments);
  }

  /** Starts a {@code PUT}; see {@link #request}. */
  default BackendRequest put(String path, Object... arguments) {
    return request("PUT", path, arguments);
  }

  /** Starts a {@code PATCH}; see {@link #request}. */
  default BackendRequest patch(String path, Object... arguments) {
    return request("PATCH", path, arguments);
  }

  /** Starts a {@code DELETE}; see {@link #request}. */
  default BackendRequest delete(String path, Object... arguments) {
    return request("DELETE", path, arguments);
  }

  /** Starts an {@code OPTIONS}; see {@link #request}. */
  default BackendRequest options(String path, Object... arguments) {
    return request("OPTIONS", path, arguments);
  }

  /**
   * A call of OkHttp's that goes to this backend's origin, whatever scheme, host and port the
   * request names. It throws {@link BackendException}s.
   */
  @Override
  Call newCall(Request request);

  /**
   * A client whose every call goes to this backend's origin, through its pool and limits. Clients
   * derived from it by {@code newBuilder()} do so too; interceptors added there run inside ours,
   * but not where each attempt is a call of its own: with several origins, or with retries. Never
   * close its pool or dispatcher: they are the backend's.
   */
  OkHttpClient client();

  /**
   * Other manners over the same pool, health and label; what is not refined stays in force.
   *
   * @throws InvalidBackendException if a refined value is out of range
   */
  Backend refine(Refinement refinement);

  /**
   * Other manners over the same pool: {@code users.refine(r -> r.timeout(ofSeconds(90)))}.
   *
   * @throws InvalidBackendException with everything that is out of range
   */
  default Backend refine(Consumer<RefinementBuilder> manners) {
    RefinementBuilder builder = new RefinementBuilder(label());
    manners.accept(builder);
    return refine(builder.build());
  }

  /**
   * The verdict on the origin; healthy if nothing checks it. Of several origins together: healthy
   * while exchanges are served without ignoring anybody's health.
   */
  HealthState health();

  /** Each origin at this moment, in the order of their definition. */
  List<OriginStatus> origins();

  /** The pool at this moment; the sum of the pools where there are several origins. */
  BackendStats stats();

  /** The settings in force and the steps of an exchange, for people. Secrets print as stars. */
  String explain();
}
