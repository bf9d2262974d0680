package io.forebay.spi;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads contracts. Found by {@link java.util.ServiceLoader}, the first there is; or given with
 * {@code Environment.withContracts}. The module {@code forebay-openapi} has one.
 *
 * <p>Thread-safe: several backends may open at once.
 */
@FunctionalInterface
public interface ContractFactory {

  /**
   * Reads a document, once for a backend that opens.
   *
   * @param file as the definition names it, made absolute
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is no contract, or one that cannot be enforced; the
   *     message says where and what was expected
   */
  Contract read(Path file) throws IOException;
}
