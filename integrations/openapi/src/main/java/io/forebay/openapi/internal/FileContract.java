package io.forebay.openapi.internal;

import io.forebay.spi.Contract;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A contract, and what the files held that it was read from. Immutable.
 *
 * @param contract what was made of them
 * @param digests by which it is known whether they have changed
 */
public record FileContract(Contract contract, Digests digests) implements Contract {

  /**
   * Reads a document and all that it refers to.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is no contract
   */
  public static Contract of(Path file) throws IOException {
    Path real = file.toRealPath(); // First: a link that is turned meanwhile is noticed later.
    Documents documents = Documents.of(file);
    Digests digests = new Digests(file, real, documents.digests());
    return new FileContract(new ContractCompiler(documents).contract(), digests);
  }

  @Override
  public Rules rules(RequestHead request) {
    return contract.rules(request);
  }

  @Override
  public boolean current() {
    return digests.current();
  }
}
