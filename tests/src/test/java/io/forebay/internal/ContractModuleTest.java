package io.forebay.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.Backend;
import io.forebay.Environment;
import io.forebay.ManagedBackend;
import io.forebay.spec.ContractSpec;
import io.forebay.spi.Contract;
import io.forebay.spi.Contract.RequestHead;
import io.forebay.spi.Contract.ResponseHead;
import io.forebay.spi.Contract.Rules;
import io.forebay.spi.Contract.Verdict;
import io.forebay.spi.ContractFactory;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who reads contracts: what is given, what is found, or nobody. */
class ContractModuleTest {
  private static final Path FILE = Path.of("any.yaml");

  /** Sees no services. */
  private static final class Blind extends ClassLoader {
    Blind() {
      super(Contracts.class.getClassLoader());
    }

    @Override
    public Enumeration<URL> getResources(String name) {
      return Collections.emptyEnumeration();
    }
  }

  @Test
  void theModuleIsFound() {
    assertThat(Contracts.found(ContractFactory.class.getClassLoader())).isPresent();
    assertThat(Contracts.found(new Blind())).isEmpty();
  }

  @Test
  void withoutAModuleItsArtifactIsNamed() {
    assertThatThrownBy(() -> Contracts.read(ContractSpec.of(FILE), Environment.system(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "openapi: nothing reads contracts (expected: the artifact"
                + " io.forebay:forebay-openapi on the class or module path)");
  }

  @Test
  void whatIsGivenComesFirst() {
    Rules nothing =
        new Rules() {
          @Override
          public Verdict request() {
            return new Verdict(List.of("one", "two", "three", "four", "five", "six"), false);
          }

          @Override
          public List<String> requestBody(byte[] body) {
            return List.of();
          }

          @Override
          public Verdict response(ResponseHead response) {
            return Verdict.FINE;
          }

          @Override
          public List<String> responseBody(ResponseHead response, byte[] body) {
            return List.of();
          }
        };
    Contract contract = (RequestHead request) -> nothing;
    try (ManagedBackend backend =
        Backend.builder("users")
            .origin("http://localhost:1")
            .environment(Environment.system().withContracts(file -> contract))
            .openapi(ContractSpec.of(FILE))
            .build()) {
      assertThatThrownBy(() -> backend.get("/").send().close())
          .hasMessage("backend 'users': one; two; three; four; five; and 1 more");
    }
  }
}
