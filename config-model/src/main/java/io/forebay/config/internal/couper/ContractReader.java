package io.forebay.config.internal.couper;

import io.forebay.spec.ContractSpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Reads {@code openapi}. A relative path starts from the directory of the file. */
final class ContractReader {
  private static final String FILE = "file";
  private static final String REQUESTS = "ignore_request_violations";
  private static final String RESPONSES = "ignore_response_violations";

  private final Evaluator evaluator;
  private final Path directory;
  private final String place;

  /**
   * A reader of one backend's block.
   *
   * @param backend what findings call the backend
   */
  ContractReader(Evaluator evaluator, Path directory, String backend) {
    this.evaluator = evaluator;
    this.directory = directory;
    place = backend + ": openapi";
  }

  /** The contract of a backend, if it has one; what is wrong is found. */
  Optional<ContractSpec> read(Block backend) {
    return backend.body().blocks().stream()
        .filter(inner -> inner.type().equals("openapi"))
        .findFirst()
        .flatMap(this::contract);
  }

  private Optional<ContractSpec> contract(Block block) {
    Set<String> all = Set.of(FILE, REQUESTS, RESPONSES);
    Schema.check(block, place, all, Set.of(), evaluator.report());
    Schema.required(block, place, Set.of(FILE), evaluator.report());
    boolean requests = argument(block, REQUESTS).flatMap(Argument::truth).orElse(false);
    boolean responses = argument(block, RESPONSES).flatMap(Argument::truth).orElse(false);
    return argument(block, FILE)
        .flatMap(argument -> argument.text("path", this::path))
        .map(
            file ->
                ContractSpec.of(file)
                    .withIgnoreRequestViolations(requests)
                    .withIgnoreResponseViolations(responses));
  }

  private Optional<Argument> argument(Block block, String name) {
    return block
        .body()
        .attribute(name)
        .map(
            found -> new Argument(place, name, evaluator.known(found.value()), evaluator.report()));
  }

  private Path path(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("empty (expected: the path of a file)");
    }
    try {
      return directory.resolve(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("no path (expected: the path of a file)", e);
    }
  }
}
