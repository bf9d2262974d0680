package io.forebay.config.internal.form;

import io.forebay.spec.Origin;
import io.forebay.spec.TransportSpec;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One setting of a transport: how to read it and how to replace it. Immutable.
 *
 * @param reader the setting's value
 * @param writer a transport with the setting replaced; throws {@link IllegalArgumentException} if
 *     that does not go together
 */
record Setting<T>(
    Function<TransportSpec, T> reader, BiFunction<TransportSpec, T, TransportSpec> writer) {
  /** A transport in which every setting is the usual one. */
  static final TransportSpec USUAL = TransportSpec.of(new Origin("http", "usual", 80));

  T of(TransportSpec transport) {
    return reader.apply(transport);
  }

  TransportSpec replacedIn(TransportSpec transport, T value) {
    return writer.apply(transport, value);
  }
}
