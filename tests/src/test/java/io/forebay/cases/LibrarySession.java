package io.forebay.cases;

import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.BackendObserver;
import io.forebay.BackendRegistry;
import io.forebay.BackendRequest;
import io.forebay.ExchangeEntry;
import io.forebay.InvalidBackendException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.Request;
import okhttp3.Response;

/** A registry of the library; each call has a thread of its own. */
final class LibrarySession implements Session {
  private final BackendRegistry registry;
  private final Entries entries;
  private final ExecutorService callers = Executors.newCachedThreadPool();

  LibrarySession(BackendRegistry registry, Entries entries) {
    this.registry = registry;
    this.entries = entries;
  }

  /** What was logged of each exchange. Of calls at once nobody knows whose is whose. */
  static final class Entries implements BackendObserver {
    private final Map<String, Queue<ExchangeEntry>> byLabel = new ConcurrentHashMap<>();

    @Override
    public void exchangeEnded(ExchangeEntry entry) {
      of(entry.report().label()).add(entry);
    }

    private Queue<ExchangeEntry> of(String label) {
      return byLabel.computeIfAbsent(label, any -> new ConcurrentLinkedQueue<>());
    }
  }

  @Override
  public CompletableFuture<Observed> begin(String label, Row.Call call) {
    Backend backend = registry.backend(label);
    return CompletableFuture.supplyAsync(() -> call(backend, call), callers);
  }

  private Observed call(Backend backend, Row.Call call) {
    Optional<Observed.Answer> answer = Optional.empty();
    Optional<Observed.Failure> failure = Optional.empty();
    try (Response response = send(backend, call)) {
      answer =
          Optional.of(
              new Observed.Answer(
                  response.code(), response.headers().toMultimap(), response.body().byteString()));
    } catch (BackendException e) {
      failure = Optional.of(Observed.Failure.of(e));
    } catch (InvalidBackendException e) {
      throw new AssertionError("opened, and found invalid by a call", e);
    } catch (IllegalArgumentException e) {
      return new Observed.Misused(e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("a backend throws only BackendExceptions", e);
    }
    ExchangeEntry entry = entries.of(backend.spec().label()).remove();
    Map<String, Object> log = entry.fields();
    return new Observed.Ended(failure, answer, Optional.of(entry.report().warnings()), log);
  }

  private static Response send(Backend backend, Row.Call call) throws IOException {
    if (call.url().isPresent()) {
      return backend.newCall(okhttpRequest(call)).execute();
    }
    BackendRequest request = backend.request(call.method(), call.path());
    call.headers()
        .forEach((name, values) -> values.forEach(value -> request.addHeader(name, value)));
    call.variables().forEach(request::with);
    if (call.body().isPresent()) {
      request.body(call.requestBody());
    }
    return request.send();
  }

  private static Request okhttpRequest(Row.Call call) {
    return new Request.Builder()
        .url(call.url().orElseThrow())
        .headers(call.okhttpHeaders())
        .method(call.method(), call.body().isPresent() ? call.requestBody() : null)
        .build();
  }

  @Override
  public BackendRegistry registry() {
    return registry;
  }

  @Override
  public void close() {
    registry.close();
    callers.shutdownNow();
  }
}
