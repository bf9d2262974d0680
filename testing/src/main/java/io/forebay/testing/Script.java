package io.forebay.testing;

import io.forebay.testing.RawExchange.Reach;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which behaviour is next: a route's, else the first entry in the queue, else the fallback. */
final class Script {
  private final Object lock = new Object();

  /** All three guarded by {@link #lock}. */
  private final Map<String, Behaviour> routes = new LinkedHashMap<>();

  private final Deque<Behaviour> queue = new ArrayDeque<>();
  private Behaviour fallback = Behaviour.ok("");

  void respond(Behaviour behaviour) {
    Objects.requireNonNull(behaviour, "behaviour");
    synchronized (lock) {
      fallback = behaviour;
    }
  }

  void enqueue(List<Behaviour> behaviours) {
    synchronized (lock) {
      queue.addAll(behaviours);
    }
  }

  void route(String pathPrefix, Behaviour behaviour) {
    if (!pathPrefix.startsWith("/")) {
      throw new IllegalArgumentException("route: '" + pathPrefix + "' (expected: /...)");
    }
    if (behaviour.actsOn(Reach.ACCEPTED)) {
      throw new IllegalArgumentException(
          "route '%s': %s (expected: one that acts on a request)".formatted(pathPrefix, behaviour));
    }
    synchronized (lock) {
      routes.put(pathPrefix, behaviour);
    }
  }

  /** Takes the behaviour that is to meet a new connection, if its turn has come. */
  Optional<Behaviour> takeForConnection() {
    synchronized (lock) {
      Behaviour next = queue.isEmpty() ? fallback : queue.peek();
      if (!next.actsOn(Reach.ACCEPTED)) {
        return Optional.empty();
      }
      queue.poll();
      return Optional.of(next);
    }
  }

  /** Takes the behaviour for a request; one that acts on accept meets the open connection. */
  Behaviour takeForRequest(String target) {
    synchronized (lock) {
      return routes.entrySet().stream()
          .filter(route -> target.startsWith(route.getKey()))
          .max(Comparator.comparingInt(route -> route.getKey().length()))
          .map(Map.Entry::getValue)
          .orElseGet(() -> queue.isEmpty() ? fallback : queue.remove());
    }
  }
}
