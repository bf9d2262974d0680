package io.forebay.config.internal.fastly;

import io.forebay.config.internal.tree.Node;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kinds of objects that a version of a service holds, and how each is told from the others. */
enum Kind {
  /** Where to connect. */
  BACKEND,
  /** How backends are checked. */
  HEALTHCHECK,
  /** Backends that share traffic. */
  DIRECTOR,
  /** When something else is in force. */
  CONDITION,
  /** That a backend belongs to a director. */
  RELATION,
  /** Anything else. */
  OTHER;

  private static final Set<String> OF_CONDITIONS = Set.of("statement");
  private static final Set<String> OF_RELATIONS = Set.of("director_name", "backend_name");
  private static final Set<String> OF_OTHERS =
      Set.of("pool_id", "max_conn_default", "use_tls", "number");
  private static final Set<String> OF_CHECKS =
      Set.of("check_interval", "expected_response", "http_version", "threshold", "window");
  private static final Set<String> OF_DIRECTORS = Set.of("quorum", "retries", "capacity");

  /** The kind whose objects a version keeps under a key; null: none. */
  static @Nullable Kind under(String key) {
    return switch (key) {
      case "backends", "backend" -> BACKEND;
      case "healthchecks", "healthcheck", "health_checks" -> HEALTHCHECK;
      case "directors", "director" -> DIRECTOR;
      case "conditions", "condition" -> CONDITION;
      case "director_backends", "director_backend" -> RELATION;
      default -> null;
    };
  }

  /** The kind of an object that stands for itself. */
  static Kind of(Node.Mapping object) {
    Set<String> keys = object.entries().keySet();
    if (hasOne(keys, OF_CONDITIONS)) {
      return CONDITION;
    }
    if (hasOne(keys, OF_RELATIONS)) {
      return RELATION;
    }
    if (hasOne(keys, OF_OTHERS)) {
      return OTHER;
    }
    if (hasOne(keys, OF_CHECKS)) {
      return HEALTHCHECK;
    }
    return isDirector(object) ? DIRECTOR : BACKEND;
  }

  /** A director names its backends; a version holds them. */
  static boolean isDirector(Node.Mapping object) {
    Node.Entry members = object.entries().get("backends");
    boolean names =
        members != null
            && members.value() instanceof Node.Sequence list
            && !list.items().isEmpty()
            && list.items().get(0) instanceof Node.Scalar;
    return names || hasOne(object.entries().keySet(), OF_DIRECTORS);
  }

  private static boolean hasOne(Set<String> keys, Set<String> known) {
    return known.stream().anyMatch(keys::contains);
  }
}
