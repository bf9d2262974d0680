package io.forebay.openapi;

import io.forebay.openapi.internal.FileContract;
import io.forebay.spi.Contract;
import io.forebay.spi.ContractFactory;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads OpenAPI 3.0 and 3.1, in YAML or JSON. Found as a service; whoever wants to can give it to
 * {@code Environment.withContracts}. Thread-safe.
 *
 * <p>A document may refer to files of its own directory and below. Whatever else it refers to, such
 * as an address in the network, is never looked at, and the document is refused.
 */
public final class OpenApiContracts implements ContractFactory {
  /** Needs nothing. */
  public OpenApiContracts() {}

  /**
   * Reads a document and all that it refers to.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is no document of OpenAPI 3.0 or 3.1, or a reference in
   *     it leads nowhere, or out of its directory
   */
  @Override
  public Contract read(Path file) throws IOException {
    return FileContract.of(file);
  }
}
