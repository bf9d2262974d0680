package io.forebay.config.internal.form;

import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.TransportSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One key of a mapping. Immutable; the constants of {@link Keys} are the only instances.
 *
 * @param <O> what the mapping as a whole stands for
 * @param <T> the type of the key's value
 */
final class Key<O, T> {
  private final String name;
  private final Shape<T> shape;
  private final Function<O, Optional<T>> told;
  private final Optional<ExchangeAttribute<T>> attribute;
  private final Optional<Setting<T>> setting;
  private final Optional<T> usual;

  private Key(
      String name,
      Shape<T> shape,
      Function<O, Optional<T>> told,
      Optional<ExchangeAttribute<T>> attribute,
      Optional<Setting<T>> setting,
      Optional<T> usual) {
    this.name = name;
    this.shape = shape;
    this.told = told;
    this.attribute = attribute;
    this.setting = setting;
    this.usual = usual;
  }

  /**
   * A key.
   *
   * @param told the value that is worth writing; empty: it is the default
   */
  static <O, T> Key<O, T> of(String name, Shape<T> shape, Function<O, Optional<T>> told) {
    return new Key<>(name, shape, told, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A key that is written where its value is not the default. */
  static <O, T> Key<O, T> of(String name, Shape<T> shape, Function<O, T> value, T defaultValue) {
    Key<O, T> key =
        of(
            name,
            shape,
            owner -> Optional.of(value.apply(owner)).filter(found -> !found.equals(defaultValue)));
    return key.usually(defaultValue);
  }

  /** The key of an attribute that a refinement may have. */
  static <T> Key<BackendSpec, T> of(ExchangeAttribute<T> attribute, Shape<T> shape) {
    T defaultValue = attribute.of(ExchangeSpec.DEFAULT);
    return new Key<>(
        attribute.key(),
        shape,
        spec ->
            Optional.of(attribute.of(spec.exchange())).filter(found -> !found.equals(defaultValue)),
        Optional.of(attribute),
        Optional.empty(),
        Optional.of(defaultValue));
  }

  /** The key of a setting of the transport. */
  static <T> Key<BackendSpec, T> of(String name, Shape<T> shape, Setting<T> setting) {
    T defaultValue = setting.of(Setting.USUAL);
    return new Key<>(
        name,
        shape,
        spec ->
            Optional.of(setting.of(spec.transport())).filter(found -> !found.equals(defaultValue)),
        Optional.empty(),
        Optional.of(setting),
        Optional.of(defaultValue));
  }

  /** This key with a default that its schema tells. */
  Key<O, T> usually(T defaultValue) {
    return new Key<>(name, shape, told, attribute, setting, Optional.of(defaultValue));
  }

  String name() {
    return name;
  }

  Shape<T> shape() {
    return shape;
  }

  /** The attribute that a refinement may have; empty: the key is not refinable. */
  Optional<ExchangeAttribute<T>> attribute() {
    return attribute;
  }

  /**
   * The transport with the key's value; as it is if the key says nothing of it.
   *
   * @throws IllegalArgumentException if that does not go together
   */
  TransportSpec replacedIn(TransportSpec transport, T value) {
    return setting.isPresent() ? setting.get().replacedIn(transport, value) : transport;
  }

  /**
   * Asks the exchange or the transport whether it takes the value.
   *
   * @throws IllegalArgumentException if it does not
   */
  void check(T value) {
    if (attribute.isPresent()) {
      attribute.get().replacedIn(ExchangeSpec.DEFAULT, value);
    }
    replacedIn(Setting.USUAL, value);
  }

  /** Writes the key's value, unless it is the default. */
  void write(O owner, Place place, Referring references, Map<String, Object> out) {
    told.apply(owner).ifPresent(value -> put(value, place, references, out));
  }

  /** Writes the attribute's value, default or not. */
  void writeAttribute(
      ExchangeSpec spec, Place place, Referring references, Map<String, Object> out) {
    attribute.ifPresent(found -> put(found.of(spec), place, references, out));
  }

  private void put(T value, Place place, Referring references, Map<String, Object> out) {
    @Nullable Object written = shape.write(value, place.child(name), references);
    if (written != null) {
      out.put(name, written);
    }
  }

  /** What the key is, its default, and what its values may be. */
  Schema schema(SchemaParts parts) {
    return parts.at(
        name,
        () -> {
          Schema values = shape.nullable() ? shape.schema(parts).orNull() : shape.schema(parts);
          return written().map(text -> Schema.of("default", text).with(values)).orElse(values);
        });
  }

  /** The default as it is written; empty: there is none, or nothing that text can say of it. */
  private Optional<Object> written() {
    try {
      return usual
          .map(value -> shape.write(value, Place.top(name), new Referring()))
          .filter(text -> !List.of("", List.of(), Map.of()).contains(text));
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
