package io.forebay.config.internal.vcl;

import io.forebay.config.internal.dialect.Notes;
import io.forebay.config.internal.tree.Position;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts the declarations that say what is done with backends, for one note about them all. */
final class Skipped {
  private final Map<String, Integer> counts = new TreeMap<>();
  private @Nullable Position first;

  void add(Token token, String kind) {
    first = first == null ? token.at() : first;
    counts.merge(kind, 1, Integer::sum);
  }

  void tell(Notes notes) {
    if (first == null) {
      return;
    }
    String all =
        counts.entrySet().stream()
            .map(count -> count.getValue() + " × " + count.getKey())
            .collect(Collectors.joining(", "));
    notes.add(first, "skipped, as definitions hold backends and no code: " + all);
  }
}
