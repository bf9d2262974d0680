package io.forebay.spec;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A contract between us and an origin: an OpenAPI document that requests and responses have to keep
 * to. Immutable. What reads and enforces it is a module of its own, {@code forebay-openapi}.
 *
 * @param file the document, in YAML or JSON; read once, when the backend opens
 * @param ignoreRequestViolations sends what violates it all the same, with a warning; default false
 * @param ignoreResponseViolations hands on what violates it all the same, with a warning; default
 *     false
 * @param maxBodyBytes most bytes of a body that is checked, as it comes and after decompression;
 *     default 8 MiB, at least 1. A larger one is a violation where the contract has something to
 *     say about it, as nobody can tell what is in it
 */
public record ContractSpec(
    Path file,
    boolean ignoreRequestViolations,
    boolean ignoreResponseViolations,
    int maxBodyBytes) {
  /** Most bytes of a body that is checked, unless said otherwise. */
  public static final int DEFAULT_MAX_BODY_BYTES = 8 << 20;

  /** The most that the bound can be: a body is held as a whole. */
  public static final int MOST_BODY_BYTES = 1 << 30;

  /**
   * Checks the bound.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public ContractSpec {
    Objects.requireNonNull(file, "file");
    if (maxBodyBytes < 1 || maxBodyBytes > MOST_BODY_BYTES) {
      throw new IllegalArgumentException(
          "max_body_bytes: " + maxBodyBytes + " (expected: 1 to " + MOST_BODY_BYTES + ")");
    }
  }

  /** The contract in a file, which nothing may violate. */
  public static ContractSpec of(Path file) {
    return new ContractSpec(file, false, false, DEFAULT_MAX_BODY_BYTES);
  }

  /** The same with other answers to requests that violate it. */
  public ContractSpec withIgnoreRequestViolations(boolean ignore) {
    return new ContractSpec(file, ignore, ignoreResponseViolations, maxBodyBytes);
  }

  /** The same with other answers to responses that violate it. */
  public ContractSpec withIgnoreResponseViolations(boolean ignore) {
    return new ContractSpec(file, ignoreRequestViolations, ignore, maxBodyBytes);
  }

  /**
   * The same with another bound on bodies.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public ContractSpec withMaxBodyBytes(int most) {
    return new ContractSpec(file, ignoreRequestViolations, ignoreResponseViolations, most);
  }
}
