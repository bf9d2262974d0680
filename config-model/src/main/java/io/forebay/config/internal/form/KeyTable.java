package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of one kind of mapping, in the order in which they are written. Immutable.
 *
 * @param <O> what the mapping stands for
 */
final class KeyTable<O> {
  private final Map<String, Key<O, ?>> keys = new LinkedHashMap<>();
  private final List<Key<O, ?>> inOrder;

  KeyTable(List<Key<O, ?>> keys) {
    keys.forEach(key -> this.keys.put(key.name(), key));
    inOrder = List.copyOf(this.keys.values());
  }

  /** The key of this name. */
  Optional<Key<O, ?>> find(String name) {
    return Optional.ofNullable(keys.get(name));
  }

  /** The names of the keys. */
  Set<String> names() {
    return keys.keySet();
  }

  /** The keys. */
  List<Key<O, ?>> keys() {
    return inOrder;
  }

  /** Reads a mapping in which every key of this table is welcome. */
  Bound read(Node.Mapping mapping, Place place, Scope scope) {
    scope.duplicates(mapping, place, "duplicate key");
    Bound bound = new Bound();
    for (Node.Entry entry : mapping.entries().values()) {
      Key<O, ?> key = keys.get(entry.name());
      if (key == null) {
        scope.unknown(entry, place, names());
      } else {
        bound.read(key, entry, place, scope);
      }
    }
    return bound;
  }

  /** Writes what is not the default. */
  Map<String, Object> write(O owner, Place place, Referring references) {
    Map<String, Object> out = new LinkedHashMap<>();
    keys.values().forEach(key -> key.write(owner, place, references, out));
    return out;
  }

  /** A mapping with these keys and no others. */
  Schema schema(SchemaParts parts) {
    Map<String, Object> properties = new LinkedHashMap<>();
    keys.values().forEach(key -> properties.put(key.name(), key.schema(parts).keywords()));
    return FormSchema.mapping(properties);
  }
}
