package io.forebay.internal;

import io.forebay.Environment;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ContractSpec;
import io.forebay.spi.Contract;
import io.forebay.spi.ContractFactory;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Has the contracts of backends read that open. */
final class Contracts {
  private Contracts() {}

  /**
   * The contract of a backend, if it has one.
   *
   * @throws IllegalArgumentException if it cannot be read, or nobody is there to read it
   */
  static Optional<Contract> read(BackendSpec spec, Environment environment) {
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    ClassLoader own = Contracts.class.getClassLoader();
    List<ClassLoader> loaders = Stream.of(ofThread, own).filter(Objects::nonNull).toList();
    return spec.contract().map(contract -> read(contract, environment, loaders));
  }

  /** The contract, by whoever is given, or known to one of these. */
  static Contract read(ContractSpec spec, Environment environment, List<ClassLoader> loaders) {
    ContractFactory reader =
        environment
            .contracts()
            .or(() -> loaders.stream().flatMap(loader -> found(loader).stream()).findFirst())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "openapi: nothing reads contracts (expected: the artifact"
                            + " io.forebay:forebay-openapi on the class or module path)"));
    Path file = spec.file().toAbsolutePath().normalize();
    try {
      return reader.read(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("openapi: open " + file + ": no such file", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("openapi: open " + file + ": " + reason(e), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "openapi: error loading openapi file: " + e.getMessage(), e);
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /** Whoever a class loader knows. */
  static Optional<ContractFactory> found(ClassLoader loader) {
    try {
      return ServiceLoader.load(ContractFactory.class, loader).findFirst();
    } catch (ServiceConfigurationError e) {
      throw new IllegalArgumentException("openapi: " + e.getMessage(), e);
    }
  }
}
