package io.forebay.config.internal.form;

import io.forebay.spec.ContractSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The keys of {@code openapi}. */
final class ContractKeys {
  private static final ContractSpec USUAL = ContractSpec.of(Path.of("openapi.yaml"));

  private static final Key<ContractSpec, Path> FILE =
      Key.of("file", new PathShape("the path of a file"), spec -> Optional.of(spec.file()));
  private static final Key<ContractSpec, Boolean> IGNORE_REQUESTS =
      Key.of(
          "ignore_request_violations",
          Shapes.BOOLEAN,
          ContractSpec::ignoreRequestViolations,
          false);
  private static final Key<ContractSpec, Boolean> IGNORE_RESPONSES =
      Key.of(
          "ignore_response_violations",
          Shapes.BOOLEAN,
          ContractSpec::ignoreResponseViolations,
          false);
  private static final Key<ContractSpec, Integer> MAX_BODY_BYTES =
      Key.of(
          "max_body_bytes",
          CheckedShapes.whole(USUAL::withMaxBodyBytes),
          ContractSpec::maxBodyBytes,
          USUAL.maxBodyBytes());

  /** The block. */
  static final Shape<ContractSpec> CONTRACT =
      CheckedShapes.block(
          List.of(FILE, IGNORE_REQUESTS, IGNORE_RESPONSES, MAX_BODY_BYTES),
          Together.required(FILE),
          ContractKeys::contract);

  private ContractKeys() {}

  private static ContractSpec contract(Bound bound) {
    return new ContractSpec(
        CheckedShapes.required(bound, FILE),
        bound.get(IGNORE_REQUESTS).orElse(false),
        bound.get(IGNORE_RESPONSES).orElse(false),
        bound.get(MAX_BODY_BYTES).orElse(USUAL.maxBodyBytes()));
  }
}
