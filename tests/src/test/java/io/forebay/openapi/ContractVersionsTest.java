package io.forebay.openapi;

import static io.forebay.openapi.Contracts.document;
import static io.forebay.openapi.Contracts.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.Backend;
import io.forebay.BackendRegistry;
import io.forebay.Environment;
import io.forebay.InvalidVersionException;
import io.forebay.RefinementBuilder;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ContractSpec;
import io.forebay.spec.Refinement;
import io.forebay.testing.Behaviour;
import io.forebay.testing.Gate;
import io.forebay.testing.LeakCheck;
import io.forebay.testing.MisbehavingOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What versions of a registry do with contracts whose files change. */
@ExtendWith(LeakCheck.class)
class ContractVersionsTest {
  private static final String GET = "get: {responses: {%d: {description: d}}}";

  @TempDir Path directory;
  private final MisbehavingOrigin origin =
      MisbehavingOrigin.start().respond(Behaviour.status(200, "ok"));

  @AfterEach
  void closeOrigin() {
    origin.close();
  }

  private Path allowing(int status) {
    return file(directory, "x.yaml", document("3.0.3", "/x", GET.formatted(status)));
  }

  private BackendSpec users() {
    return Backend.builder("users")
        .origin(origin.url())
        .openapi(ContractSpec.of(directory.resolve("x.yaml")))
        .spec();
  }

  private BackendRegistry open() {
    return BackendRegistry.builder().add(users()).open();
  }

  /** A version in which the backend stays as it is. */
  private static void activate(BackendRegistry registry, String comment) {
    BackendSpec extra = Backend.builder(comment).origin("http://127.0.0.1:1").spec();
    registry.activate(registry.draft().create(extra).comment(comment));
  }

  private static void passes(Backend backend) throws IOException {
    backend.get("/x").send().close();
  }

  private static void violates(Backend backend) {
    assertThatThrownBy(() -> passes(backend)).hasMessageContaining("status is not supported");
  }

  @Test
  void keptBackendKeepsToTheChangedContractAndItsConnections() throws IOException {
    allowing(200);
    try (BackendRegistry registry = open()) {
      Backend backend = registry.backend("users");
      Backend refined = backend.refine(r -> r.timeout(Duration.ofSeconds(60)));
      passes(backend);
      allowing(201);
      passes(backend); // Nobody looks before a version comes into force.

      activate(registry, "one");

      violates(backend);
      violates(refined);
      violates(registry.backend("users"));
      allowing(200);
      activate(registry, "two");
      passes(backend);
      passes(refined);
      assertThat(origin.connectionsAccepted()).isEqualTo(1);
    }
  }

  @Test
  void changedMannersDoNotHideTheChange() throws IOException {
    allowing(200);
    try (BackendRegistry registry = open()) {
      passes(registry.backend("users"));
      allowing(201);
      Refinement limit = RefinementBuilder.of("x").timeout(Duration.ofSeconds(7)).build();
      registry.activate(registry.draft().update("users", limit));
      violates(registry.backend("users"));
    }
  }

  @Test
  void filesThatItRefersToCountToo() throws IOException {
    file(directory, "responses.yaml", "ok: {description: d}");
    String operation = "get: {responses: {200: {$ref: 'responses.yaml#/ok'}}}";
    file(directory, "x.yaml", document("3.0.3", "/x", operation));
    try (BackendRegistry registry = open()) {
      passes(registry.backend("users"));
      file(
          directory,
          "responses.yaml",
          "ok: {description: d, headers: {X-Missing: {required: true, schema: {type: string}}}}");
      activate(registry, "one");
      assertThatThrownBy(() -> passes(registry.backend("users"))).hasMessageContaining("X-Missing");
    }
  }

  @Test
  void contractThatCannotBeReadAnyMoreKeepsTheVersionOut() throws IOException {
    Path file = allowing(200);
    try (BackendRegistry registry = open()) {
      Files.delete(file);
      assertThatThrownBy(() -> activate(registry, "one"))
          .isInstanceOf(InvalidVersionException.class)
          .hasMessageContaining("'users': openapi: open " + file + ": no such file");
      file(directory, "x.yaml", "openapi: 2");
      assertThatThrownBy(() -> activate(registry, "two"))
          .isInstanceOf(InvalidVersionException.class)
          .hasMessageContaining("'users': openapi: error loading openapi file");

      passes(registry.backend("users"));
    }
  }

  @Test
  void versionThatIsRefusedForAnotherReasonChangesNoContract() throws IOException {
    allowing(200);
    try (BackendRegistry registry = open()) {
      allowing(201);
      BackendSpec bad =
          Backend.builder("bad")
              .origin("https://localhost:1")
              .tls(t -> t.ca(directory.resolve("none.pem")))
              .spec();
      assertThatThrownBy(() -> registry.activate(registry.draft().create(bad)))
          .isInstanceOf(InvalidVersionException.class);
      passes(registry.backend("users"));
    }
  }

  @Test
  void rollBackTakesTheFilesAsTheyAre() throws IOException {
    allowing(200);
    try (BackendRegistry registry = open()) {
      activate(registry, "one");
      allowing(201);
      registry.rollBack();
      violates(registry.backend("users"));
    }
  }

  @Test
  void callUnderWayKeepsToTheContractThatItBeganWith() throws Exception {
    allowing(200);
    Gate gate = new Gate();
    origin.respond(Behaviour.hold(gate, Behaviour.ok("late")));
    try (BackendRegistry registry = open()) {
      CompletableFuture<Response> answer = registry.backend("users").get("/x").sendAsync();
      origin.awaitRequests(1, Duration.ofSeconds(5));
      allowing(201);
      activate(registry, "one");
      gate.open();
      answer.get().close();
      violates(registry.backend("users"));
    }
  }

  /** Whoever reads contracts of another kind need not know how. */
  @Test
  void contentDecidesWhetherItIsReadAgain() throws IOException {
    Path file = allowing(200);
    AtomicInteger reads = new AtomicInteger();
    Environment counting =
        Environment.system()
            .withContracts(
                path -> {
                  reads.incrementAndGet();
                  return new OpenApiContracts().read(path);
                });
    try (BackendRegistry registry =
        BackendRegistry.builder().add(users()).environment(counting).open()) {
      Files.setLastModifiedTime(file, FileTime.fromMillis(1));
      allowing(200);
      activate(registry, "one");
      assertThat(reads).hasValue(1);
      allowing(201);
      activate(registry, "two");
      activate(registry, "three");
      assertThat(reads).hasValue(2);
    }
  }
}
