package io.forebay.internal.pipeline;

import io.forebay.spec.CallView;
import io.forebay.spec.Edits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Applies {@link Edits} to a query. If there is any edit, the query is parsed and written anew as
 * Couper does: names sorted, values in order, {@code k} becomes {@code k=}, a space {@code %20}, a
 * plus sign is itself and becomes {@code %2B}, malformed pairs are dropped.
 */
final class QueryEditor {
  private final Edits edits;

  QueryEditor(Edits edits) {
    this.edits = edits;
  }

  boolean changesNothing() {
    return edits.isEmpty();
  }

  /** Whether the same query always becomes the same. */
  boolean constant() {
    return edits.constant();
  }

  /** The encoded query after the edits; null if nothing is left. */
  @Nullable String edit(@Nullable String query, CallView call) {
    Map<String, List<String>> params = parse(query == null ? "" : query);
    EditValues.edit(params, edits, call);
    return write(params);
  }

  private static Map<String, List<String>> parse(String query) {
    Map<String, List<String>> params = new TreeMap<>();
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty() || pair.indexOf(';') >= 0) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = Percent.decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = Percent.decode(equals < 0 ? "" : pair.substring(equals + 1));
      if (name != null && value != null) {
        params.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
      }
    }
    return params;
  }

  private static @Nullable String write(Map<String, List<String>> params) {
    StringBuilder query = new StringBuilder();
    params.forEach(
        (name, values) -> {
          for (String value : values) {
            query.append(query.length() == 0 ? "" : "&");
            query.append(Percent.component(name)).append('=').append(Percent.component(value));
          }
        });
    return query.length() == 0 ? null : query.toString();
  }
}
