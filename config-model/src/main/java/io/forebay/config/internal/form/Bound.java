package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Position;
import io.forebay.spec.ExchangeAttribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the keys of one mapping say. Not thread-safe. */
final class Bound {
  private final Map<Key<?, ?>, Object> values = new LinkedHashMap<>();
  private final Map<Key<?, ?>, Position> positions = new LinkedHashMap<>();

  /** Reads the value of a key. A value that cannot be read is not bound, but its key is given. */
  <T> void read(Key<?, T> key, Node.Entry entry, Place place, Scope scope) {
    if (key.shape().nullable() && Scope.is(entry.value(), Node.Kind.NULL)) {
      return;
    }
    positions.put(key, entry.at());
    Place keyPlace = place.child(key.name());
    Optional<T> value = key.shape().read(entry.value(), keyPlace, scope);
    if (value.isPresent() && isFit(key, value.get(), entry.value(), keyPlace, scope)) {
      values.put(key, value.get());
    }
  }

  private static <T> boolean isFit(Key<?, T> key, T value, Node node, Place place, Scope scope) {
    try {
      key.check(value);
      return true;
    } catch (IllegalArgumentException e) {
      scope.found(node.at(), place, () -> Scope.complaint(e, place));
      return false;
    }
  }

  /** Whether the mapping holds the key, readable or not. */
  boolean given(Key<?, ?> key) {
    return positions.containsKey(key);
  }

  /** Whether the mapping, or what it inherits from, says a value. */
  boolean says(Key<?, ?> key) {
    return values.containsKey(key);
  }

  /** Like {@link #says}, for at least one of these. */
  boolean saysAny(List<? extends Key<?, ?>> keys) {
    for (Key<?, ?> key : keys) {
      if (says(key)) {
        return true;
      }
    }
    return false;
  }

  /** Those of these keys that it {@link #says} something of, in their order. */
  <K extends Key<?, ?>> List<K> said(List<K> keys) {
    List<K> said = new ArrayList<>(values.size());
    for (K key : keys) {
      if (says(key)) {
        said.add(key);
      }
    }
    return said;
  }

  /** Whether the mapping holds a key that cannot be read. */
  boolean isIncomplete() {
    return !values.keySet().containsAll(positions.keySet());
  }

  /** The keys that the mapping holds. */
  Set<Key<?, ?>> given() {
    return positions.keySet();
  }

  /** Where the key stands; {@code otherwise} if it is not given. */
  Position at(Key<?, ?> key, Position otherwise) {
    return positions.getOrDefault(key, otherwise);
  }

  /** Where the key of an attribute stands; {@code otherwise} if it is not given. */
  Position at(ExchangeAttribute<?> attribute, Position otherwise) {
    return Keys.BACKEND.find(attribute.key()).map(key -> at(key, otherwise)).orElse(otherwise);
  }

  /** What the key says. */
  @SuppressWarnings("unchecked") // read() pairs each key with a value of its shape.
  <T> Optional<T> get(Key<?, T> key) {
    return Optional.ofNullable((T) values.get(key));
  }

  /** Takes over what {@code other} says for a key that is not given here. */
  void inherit(Key<?, ?> key, Bound other) {
    Object value = other.values.get(key);
    if (!given(key) && value != null) {
      values.put(key, value);
    }
  }
}
