package io.forebay.internal.pool;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The only place that reaches past OkHttp's public API, by name, so that a version without these
 * classes, or a module path that hides them, is no failure but the public way.
 *
 * <p>{@code -Dio.forebay.okhttp.internals=false} chooses the public way too.
 */
final class OkHttpInternals {
  /** Decided once: what works for one pool works for all. */
  static final Optional<OkHttpInternals> FOUND = find();

  private final MethodHandle newRunner;
  private final Object silence;
  private final Object logger;
  private final MethodHandle newDelegate;
  private final Object noListener;
  private final MethodHandle newPool;
  private final MethodHandle closeConnections;
  private final MethodHandle noNewExchanges;

  /**
   * A pool that starts no thread.
   *
   * @param connections the pool
   * @param closeOne closes a connection that has been idle for too long, given the time; answers
   *     the nanoseconds until it should be asked again, 0 for at once, -1 if nothing is left
   */
  record SilentPool(ConnectionPool connections, LongUnaryOperator closeOne) {}

  private OkHttpInternals() throws ReflectiveOperationException {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    String concurrent = "okhttp3.internal.concurrent.";
    String connection = "okhttp3.internal.connection.";
    Class<?> runner = Class.forName(concurrent + "TaskRunner");
    Class<?> backend = Class.forName(concurrent + "TaskRunner$Backend");
    Class<?> delegate = Class.forName(connection + "RealConnectionPool");
    Class<?> listener = Class.forName(connection + "ConnectionListener");
    silence = Proxy.newProxyInstance(backend.getClassLoader(), new Class<?>[] {backend}, silence());
    noListener = noListener(listener);
    Class<?> loggers = Class.forName("java.util.logging.Logger");
    logger = loggers.getMethod("getLogger", String.class).invoke(null, "okhttp3.silent");
    newRunner = constructor(lookup, runner, backend, loggers);
    newDelegate =
        constructor(lookup, delegate, runner, int.class, long.class, TimeUnit.class, listener);
    newPool = constructor(lookup, ConnectionPool.class, delegate);
    noNewExchanges =
        lookup.findVirtual(
            Class.forName(connection + "RealConnection"),
            "noNewExchanges",
            MethodType.methodType(void.class));
    closeConnections =
        lookup.findVirtual(
            delegate, "closeConnections", MethodType.methodType(long.class, long.class));
  }

  private static MethodHandle constructor(
      MethodHandles.Lookup lookup, Class<?> type, Class<?>... parameters)
      throws ReflectiveOperationException {
    return lookup.findConstructor(type, MethodType.methodType(void.class, parameters));
  }

  /** A runner of tasks with this backend takes tasks and never runs one. */
  private static InvocationHandler silence() {
    return (proxy, method, arguments) ->
        switch (method.getName()) {
          case "nanoTime" -> System.nanoTime();
          case "decorate" -> arguments[0];
          case "equals" -> proxy == arguments[0];
          case "hashCode" -> System.identityHashCode(proxy);
          case "toString" -> "silence";
          default -> null;
        };
  }

  private static Object noListener(Class<?> listener) throws ReflectiveOperationException {
    Object companion = listener.getField("Companion").get(null);
    return companion.getClass().getMethod("getNONE").invoke(companion);
  }

  private static Optional<OkHttpInternals> find() {
    if ("false".equals(System.getProperty("io.forebay.okhttp.internals"))) {
      return Optional.empty();
    }
    try {
      OkHttpInternals internals = new OkHttpInternals();
      SilentPool tried = internals.pool(1, 1);
      boolean works =
          tried.connections().connectionCount() == 0 && tried.closeOne().applyAsLong(1) == -1;
      return works ? Optional.of(internals) : Optional.empty();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      LoggerFactory.getLogger(OkHttpInternals.class)
          .debug("OkHttp's pools look after themselves, which costs a wake-up a call", e);
      return Optional.empty();
    }
  }

  /** A pool that keeps so many idle connections. */
  SilentPool pool(int maxIdle, long keepaliveNanos) {
    Object runner = call(newRunner, silence, logger);
    Object delegate =
        call(newDelegate, runner, maxIdle, keepaliveNanos, TimeUnit.NANOSECONDS, noListener);
    ConnectionPool pool = (ConnectionPool) call(newPool, delegate);
    return new SilentPool(pool, now -> (long) call(closeConnections, delegate, now));
  }

  /** Nobody gets this connection any more; who uses it goes on. */
  void noNewExchanges(Connection connection) {
    call(noNewExchanges, connection);
  }

  private static Object call(MethodHandle handle, @Nullable Object... arguments) {
    try {
      return handle.invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
