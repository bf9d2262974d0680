package io.forebay;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.RegistryVersion.State;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Refinement;
import io.forebay.testing.LeakCheck;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The life cycle of versions. Ids are those of the cases about CRUD and versions. */
@ExtendWith(LeakCheck.class)
class RegistryVersionsTest {
  private static final BackendSpec USERS =
      Backend.builder("users").origin("http://127.0.0.1:1").basicAuth("me", "s3cr3t").spec();
  private static final BackendSpec ORDERS =
      Backend.builder("orders").origin("http://127.0.0.1:2").spec();

  private final BackendRegistry registry =
      BackendRegistry.builder()
          .add(USERS)
          .refinement("admin", "users", RefinementBuilder.of("admin").pathPrefix("/a").build())
          .open();

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void firstVersionIsActive() {
    RegistryVersion first = registry.active();

    assertThat(first.number()).isEqualTo(1);
    assertThat(first.state()).isEqualTo(State.ACTIVE);
    assertThat(first.activated()).isPresent();
    assertThat(first.backends()).containsOnlyKeys("users");
    assertThat(registry.versions()).containsExactly(first);
  }

  @Test
  @DisplayName("J02 an update that gives nothing changes nothing")
  void emptyUpdate() {
    RegistryDraft draft = registry.draft();
    RegistryVersion before = draft.version();

    assertThat(draft.update("users", Refinement.NONE).version()).isEqualTo(before);
    assertThat(draft.update("users", spec -> spec).version()).isEqualTo(before);
  }

  @Test
  @DisplayName("J04 an update changes what it gives, the label too, and nothing else")
  void update() {
    RegistryDraft draft = registry.draft();
    Refinement limit = RefinementBuilder.of("x").timeout(ofSeconds(7)).build();

    draft.update("users", limit).update("admin", limit);
    assertThat(draft.describe("users").exchange())
        .isEqualTo(USERS.withExchange(limit.appliedTo(USERS.exchange())).exchange());
    assertThat(draft.describeRefinement("admin").manners().attributes()).hasSize(2);

    BackendSpec renamed = Backend.builder("people").origin("http://127.0.0.1:1").spec();
    draft.create(ORDERS).update("users", spec -> renamed);
    assertThat(draft.labels()).containsExactly("people", "orders", "admin");
    assertThatIllegalStateException()
        .isThrownBy(() -> draft.update("people", spec -> ORDERS))
        .withMessage("Duplicate record: version 2 already has a backend or refinement 'orders'");
  }

  @Test
  @DisplayName("J09 what is deleted is gone; deleting it again finds no record")
  void delete() {
    RegistryDraft draft = registry.draft().delete("admin");

    assertThat(draft.labels()).containsExactly("users");
    assertThatThrownBy(() -> draft.delete("admin"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage(
            "Record not found: couldn't find backend or refinement"
                + " '{ name => admin, version => 2 }'");
    assertThatThrownBy(() -> draft.describe("admin")).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void duplicatesAndForeignLabelsAreRefused() {
    RegistryDraft draft = registry.draft();

    assertThatIllegalStateException().isThrownBy(() -> draft.create(USERS));
    assertThatIllegalStateException()
        .isThrownBy(() -> draft.create("users", "users", Refinement.NONE))
        .withMessageStartingWith("Duplicate record");
    assertThatThrownBy(() -> draft.create("two words", "users", Refinement.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("J15 a copy has the next number and the comment, and is neither active nor locked")
  void copy() {
    registry.draft().comment("the second");

    RegistryVersion copy = registry.draft(2).version();

    assertThat(copy.number()).isEqualTo(3);
    assertThat(copy.state()).isEqualTo(State.DRAFT);
    assertThat(copy.comment()).isEqualTo("the second");
    assertThat(copy.activated()).isEmpty();
    assertThat(copy.content()).isEqualTo(registry.version(2).content());
  }

  @Test
  @DisplayName("J16 what is locked or was active cannot be edited")
  void lockedIsNotEdited() {
    RegistryDraft locked = registry.draft();
    assertThat(locked.lock().state()).isEqualTo(State.LOCKED);
    assertThat(locked.lock().state()).isEqualTo(State.LOCKED);
    assertThatIllegalStateException()
        .isThrownBy(() -> locked.create(ORDERS))
        .withMessage("Cannot update version 2. Versions that have been locked cannot be updated");

    RegistryDraft active = registry.draft();
    registry.activate(active);
    registry.rollBack();
    assertThat(active.version().state()).isEqualTo(State.DEACTIVATED);
    assertThatIllegalStateException()
        .isThrownBy(() -> active.comment("too late"))
        .withMessage(
            "Cannot update version 3. Versions that have been activated cannot be updated");
  }

  @Test
  void validatedUntilTheNextEdit() {
    RegistryDraft draft = registry.draft().create(ORDERS);

    assertThat(draft.validate()).isEmpty();
    assertThat(draft.version().state()).isEqualTo(State.VALIDATED);
    draft.delete("users");
    assertThat(draft.version().state()).isEqualTo(State.DRAFT);
    assertThat(draft.validate())
        .containsExactly("'admin': referenced backend \"users\" is not defined");
    assertThat(draft.version().state()).isEqualTo(State.DRAFT);
  }

  @Test
  void refinementsInACircleAreFound() {
    RegistryDraft draft =
        registry
            .draft()
            .create("a", "b", Refinement.NONE)
            .create("b", "a", Refinement.NONE)
            .create("c", "admin", Refinement.NONE);

    assertThat(draft.validate()).hasSize(2).allMatch(finding -> finding.contains("refines itself"));
  }

  @Test
  void differenceNamesAttributesAndNoValues() {
    RegistryDraft draft =
        registry
            .draft()
            .update("users", RefinementBuilder.of("x").basicAuth("me", "0ther").build())
            .update(
                "users",
                spec ->
                    spec.withTransport(
                        spec.transport()
                            .withPool(
                                Backend.builder("x")
                                    .origin("http://x")
                                    .maxConnections(3)
                                    .spec()
                                    .transport()
                                    .pool())))
            .update("admin", RefinementBuilder.of("x").pathPrefix("/b").build())
            .create(ORDERS);

    RegistryDifference difference = draft.diff(registry.active());

    assertThat(difference.added()).containsExactly("orders");
    assertThat(difference.removed()).isEmpty();
    assertThat(difference.changed())
        .isEqualTo(
            Map.of(
                "users", List.of("basic_auth", "transport.pool.max_connections"),
                "admin", List.of("path_prefix")));
    assertThat(difference.toString()).doesNotContain("s3cr3t").doesNotContain("0ther");
    assertThat(draft.delete("orders").delete("admin").diff(draft.version()).isEmpty()).isTrue();
    assertThat(draft.diff(registry.active()).removed()).containsExactly("admin");
  }

  @Test
  void rollingBackGoesOneStepFurtherEachTime() {
    registry.activate(registry.draft());
    registry.activate(registry.draft());

    assertThat(registry.rollBack().number()).isEqualTo(2);
    assertThat(registry.rollBack().number()).isEqualTo(1);
    assertThatIllegalStateException()
        .isThrownBy(registry::rollBack)
        .withMessage("no version was active before version 1");
    assertThat(registry.versions())
        .extracting(RegistryVersion::state)
        .containsExactly(State.ACTIVE, State.DEACTIVATED, State.DEACTIVATED);
  }

  @Test
  void activatingTheActiveOneDoesNothing() {
    RegistryVersion active = registry.active();

    assertThat(registry.activate(1)).isEqualTo(active);
    assertThatIllegalStateException().isThrownBy(registry::rollBack);
  }

  @Test
  void historyKeepsAHundredAndTheActiveOne() {
    for (int i = 0; i < 150; i++) {
      registry.draft();
    }

    assertThat(registry.versions()).hasSize(100);
    assertThat(registry.version(1)).isEqualTo(registry.active());
    assertThatThrownBy(() -> registry.version(2))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("Record not found: couldn't find version 2 (held: 100 up to 151)");
  }

  @Test
  void closedRegistryTakesNoVersion() {
    RegistryDraft draft = registry.draft();
    registry.close();

    assertThatIllegalStateException().isThrownBy(() -> registry.activate(draft));
    assertThatIllegalStateException().isThrownBy(registry::draft);
    assertThat(registry.active().number()).isEqualTo(1);
  }

  @Test
  void handleStaysTheSame() {
    Backend users = registry.backend("users");
    registry.activate(registry.draft().create(ORDERS));

    assertThat(registry.backend("users")).isSameAs(users);
    assertThat(registry.labels()).containsExactly("users", "orders", "admin");
  }

  @Test
  void versionsShareWhatTheyDefineAlike() {
    BackendSpec again =
        Backend.builder("users").origin("http://127.0.0.1:1").basicAuth("me", "s3cr3t").spec();
    RegistryContent content = registry.active().content();
    assertThat(again).isEqualTo(USERS).isNotSameAs(USERS);

    RegistryDraft draft =
        registry
            .draft()
            .replaceAll(
                new RegistryContent(
                    Map.of("users", again, "orders", ORDERS), content.refinements()));

    assertThat(draft.describe("users")).isSameAs(USERS);
    assertThat(draft.describe("orders")).isSameAs(ORDERS);
  }
}
