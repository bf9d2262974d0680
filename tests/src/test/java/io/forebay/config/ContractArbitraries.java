package io.forebay.config;

import io.forebay.spec.ContractSpec;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Contracts for properties about definitions. */
public final class ContractArbitraries {
  private ContractArbitraries() {}

  /** Any contract, by an absolute path. */
  public static Arbitrary<ContractSpec> contracts() {
    Arbitrary<Integer> bounds =
        Arbitraries.oneOf(
            Arbitraries.just(ContractSpec.DEFAULT_MAX_BODY_BYTES),
            Arbitraries.integers().between(1, ContractSpec.MOST_BODY_BYTES));
    return Combinators.combine(
            Arbitraries.of("/a.yaml", "/ä b/x.json", "/${env:X}/a.yaml").map(Path::of),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            bounds)
        .as(ContractSpec::new);
  }
}
