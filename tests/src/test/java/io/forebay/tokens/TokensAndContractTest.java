package io.forebay.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import io.forebay.spec.ContractSpec;
import io.forebay.testing.LeakCheck;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of a backend whose contract knows of no 401. */
@ExtendWith(LeakCheck.class)
class TokensAndContractTest {
  private static final String ONLY_200 =
      """
      openapi: 3.0.3
      info: {title: t, version: '1'}
      paths:
        /x:
          get: {responses: {200: {description: d}}}
      """;

  @RegisterExtension private final AuthorizationServer as = AuthorizationServer.issuing(3600);

  @RegisterExtension
  private final AuthorizationServer resource =
      AuthorizationServer.answering(n -> AuthorizationServer.status(n == 1 ? 401 : 200));

  @TempDir Path directory;

  private ManagedBackend backend(int retries) throws IOException {
    return Backend.builder("be")
        .origin(resource.origin())
        .openapi(ContractSpec.of(Files.writeString(directory.resolve("api.yaml"), ONLY_200)))
        .oauth2(
            oauth2 -> {
              as.client(oauth2);
              oauth2.retries(retries);
            })
        .build();
  }

  private static BackendException failure(Backend backend) {
    return catchThrowableOfType(BackendException.class, () -> backend.get("/x").send().close());
  }

  @Test
  void tokenIsRenewedThoughTheContractRefusesThe401() throws IOException {
    try (ManagedBackend backend = backend(1);
        Response response = backend.get("/x").send()) {
      assertThat(response.code()).isEqualTo(200);
    }
    assertThat(resource.headers("Authorization"))
        .containsExactly("Bearer token-1", "Bearer token-2");
  }

  @Test
  void last401IsRefusedByTheContract() throws IOException {
    resource.answer(n -> AuthorizationServer.status(401));
    try (ManagedBackend backend = backend(1)) {
      assertThat(failure(backend).kind()).isEqualTo(ErrorKind.BACKEND_OPENAPI_RESPONSE);
      Waiting.until("the permit is back", () -> backend.stats().leased() == 0);
    }
    assertThat(resource.count()).isEqualTo(2);
  }

  @Test
  void withoutRetriesTheNextCallHasAnotherToken() throws IOException {
    try (ManagedBackend backend = backend(0)) {
      assertThat(failure(backend).kind()).isEqualTo(ErrorKind.BACKEND_OPENAPI_RESPONSE);
      backend.get("/x").send().close();
    }
    assertThat(resource.headers("Authorization"))
        .containsExactly("Bearer token-1", "Bearer token-2");
  }
}
