package io.forebay.internal;

import io.forebay.spec.ContractSpec;
import java.util.List;
import java.util.function.BiConsumer;

/** What is told of a contract. */
final class ContractSettings {
  private static final List<Setting<ContractSpec>> SETTINGS =
      List.of(
          new Setting<>("openapi.ignore_request_violations", ContractSpec::ignoreRequestViolations),
          new Setting<>(
              "openapi.ignore_response_violations", ContractSpec::ignoreResponseViolations),
          new Setting<>("openapi.max_body_bytes", ContractSpec::maxBodyBytes));

  private ContractSettings() {}

  /** Tells the file, and what is not the default. */
  static void tell(ContractSpec contract, BiConsumer<String, Object> told) {
    told.accept("openapi.file", contract.file());
    Setting.tell(SETTINGS, contract, ContractSpec.of(contract.file()), told);
  }
}
