package io.forebay;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.testing.FakeClock;
import io.forebay.testing.LeakCheck;
import io.forebay.testing.Waiting;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What observers hear of the versions of a registry. */
@ExtendWith(LeakCheck.class)
class RegistryNewsTest {
  private static final Path FILE = Path.of("/nowhere/backends.yaml");

  private final List<String> heard = new CopyOnWriteArrayList<>();

  /** Notes what it hears. */
  private final class Listening implements BackendObserver {
    @Override
    public void registryActivated(RegistryVersion version, RegistryDifference difference) {
      heard.add(
          version.number()
              + (version.state() == RegistryVersion.State.ACTIVE ? " active +" : " ? +")
              + difference.added()
              + " -"
              + difference.removed()
              + " ~"
              + difference.changed());
    }

    @Override
    public void registryFilesRefused(List<Path> files, String problem) {
      heard.add(files + ": " + problem);
    }
  }

  private BackendRegistry.Builder users(BackendObserver... observers) {
    Environment environment = Environment.system();
    for (BackendObserver observer : observers) {
      environment = environment.withObserver(observer);
    }
    return BackendRegistry.builder()
        .environment(environment)
        .add(Backend.builder("users").origin("http://127.0.0.1:1").spec());
  }

  @Test
  void observersHearEveryActivationInOrder() {
    try (BackendRegistry registry = users(new Listening()).open()) {
      registry.activate(
          registry
              .draft()
              .update("users", RefinementBuilder.of("x").pathPrefix("/v2").build())
              .create(Backend.builder("orders").origin("http://127.0.0.1:2").spec()));
      registry.activate(registry.active().number());
      registry.rollBack();
    }
    assertThat(heard)
        .containsExactly(
            "1 active +[users] -[] ~{}",
            "2 active +[orders] -[] ~{users=[path_prefix]}",
            "1 active +[] -[orders] ~{users=[path_prefix]}");
  }

  @Test
  void observerMayActivateAndOneThatFailsSilencesNobody() {
    BackendRegistry[] opened = new BackendRegistry[1];
    BackendObserver failing =
        new BackendObserver() {
          @Override
          public void registryActivated(RegistryVersion version, RegistryDifference difference) {
            if (version.number() == 2) {
              opened[0].activate(opened[0].draft()); // Told after this one has been told to all.
            }
            throw new IllegalStateException("on purpose");
          }
        };
    try (BackendRegistry registry = users(failing, new Listening()).open()) {
      opened[0] = registry;
      registry.activate(registry.draft());
      assertThat(registry.active().number()).isEqualTo(3);
    }
    assertThat(heard)
        .containsExactly(
            "1 active +[users] -[] ~{}", "2 active +[] -[] ~{}", "3 active +[] -[] ~{}");
  }

  @Test
  void observersHearWhyFilesAreNotInForce() {
    FakeClock clock = new FakeClock();
    Environment environment = Environment.system().withClock(clock).withObserver(new Listening());
    try (BackendRegistry registry = BackendRegistry.builder().environment(environment).open()) {
      registry.watch(
          RegistryWatch.Plan.of(List.of(FILE)),
          () -> {
            throw new IllegalArgumentException("no backends here");
          },
          new RegistryWatch.Listener() {});
      Waiting.until(
          "it is told",
          () -> {
            clock.advance(ofMillis(250));
            return heard.size() > 1;
          });
    }
    assertThat(heard).containsExactly("1 active +[] -[] ~{}", "[" + FILE + "]: no backends here");
  }
}
