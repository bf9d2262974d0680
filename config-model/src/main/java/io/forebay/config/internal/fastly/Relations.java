package io.forebay.config.internal.fastly;

import io.forebay.config.internal.tree.Node;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the objects that say which backend belongs to which director. */
final class Relations {
  private Relations() {}

  /** The names of backends by the name of their director. */
  static Map<String, Set<String>> read(
      List<Node.Mapping> objects, Set<String> directors, Report report) {
    Map<String, Set<String>> related = new LinkedHashMap<>();
    for (Node.Mapping object : objects) {
      Fields fields = new Fields(object, "director_backend", report);
      Optional<String> director = name(fields, "director_name", "director");
      Optional<String> backend = name(fields, "backend_name", "backend");
      fields.leftOut("deleted_at", "it says that the relation is deleted");
      fields.finish();
      if (director.isPresent() && !directors.contains(director.get())) {
        report.note(fields.at(), fields.place() + ": left out: its director is not in this text");
      } else if (director.isPresent() && backend.isPresent()) {
        related.computeIfAbsent(director.get(), name -> new LinkedHashSet<>()).add(backend.get());
      }
    }
    return related;
  }

  private static Optional<String> name(Fields fields, String key, String shorter) {
    Optional<String> name = fields.text(key).or(() -> fields.text(shorter));
    if (name.isEmpty() && !fields.has(key) && !fields.has(shorter)) {
      fields.found(key, "missing (expected: a name)");
    }
    return name;
  }
}
