package io.forebay.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Other manners over the same pool: some attributes of an {@link ExchangeSpec}, each replaced as a
 * whole. Maps and lists are never merged, the last refinement wins (Couper). Immutable.
 *
 * <p>What belongs to the pool has no {@link ExchangeAttribute}, so a refinement that would split
 * the pool cannot be written.
 */
public final class Refinement {
  /** Changes nothing. */
  public static final Refinement NONE = new Refinement(Map.of());

  private final Map<ExchangeAttribute<?>, Object> values;

  private Refinement(Map<ExchangeAttribute<?>, Object> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /** This, and {@code attribute} replaced by {@code value}; collections are copied. */
  public <T> Refinement with(ExchangeAttribute<T> attribute, T value) {
    Map<ExchangeAttribute<?>, Object> more = new LinkedHashMap<>(values);
    more.put(attribute, copied(value));
    return new Refinement(more);
  }

  private static Object copied(Object value) {
    if (value instanceof List<?> list) {
      return List.copyOf(list);
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((name, content) -> copy.put(name, copied(content)));
      return Collections.unmodifiableMap(copy);
    }
    return value;
  }

  /** This, then {@code later}: where both replace an attribute, {@code later} wins. */
  public Refinement then(Refinement later) {
    Map<ExchangeAttribute<?>, Object> more = new LinkedHashMap<>(values);
    more.putAll(later.values);
    return new Refinement(more);
  }

  /**
   * The spec with this refinement's attributes in place of its own.
   *
   * @throws IllegalArgumentException if a value is out of its attribute's range
   */
  public ExchangeSpec appliedTo(ExchangeSpec spec) {
    ExchangeSpec refined = spec;
    for (Map.Entry<ExchangeAttribute<?>, Object> entry : values.entrySet()) {
      refined = replace(refined, entry.getKey(), entry.getValue());
    }
    return refined;
  }

  @SuppressWarnings("unchecked") // with() pairs each attribute with a value of its type.
  private static <T> ExchangeSpec replace(
      ExchangeSpec spec, ExchangeAttribute<T> attribute, Object value) {
    return attribute.replacedIn(spec, (T) value);
  }

  /** The attributes that are replaced. */
  public Set<ExchangeAttribute<?>> attributes() {
    return values.keySet();
  }

  /** Whether nothing is replaced. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Refinement that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** The attributes with their values; secrets print as {@code ***}. */
  @Override
  public String toString() {
    return values.toString();
  }
}
