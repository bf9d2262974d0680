package io.forebay.rows;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendRegistry;
import io.forebay.spec.BackendSpec;
import io.forebay.testing.Behaviour;
import io.forebay.testing.LeakCheck;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Versions come and go under 32 callers. */
@ExtendWith(LeakCheck.class)
class ReloadUnderLoadTest {
  private static final int ACTIVATIONS = Integer.getInteger("forebay.reload.activations", 200);
  private static final int CALLERS = 32;

  private final Map<String, String> originOf = new ConcurrentHashMap<>(); // By version.
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicBoolean done = new AtomicBoolean();
  private int made;
  private int steps; // That can be rolled back.

  @Test
  @Timeout(600) // For the long form.
  @DisplayName("R1 R8 no call fails, sees two versions or leaves a socket behind")
  void versionsComeAndGo() throws Exception {
    try (MisbehavingOrigin a = MisbehavingOrigin.start().respond(Behaviour.echo());
        MisbehavingOrigin b = MisbehavingOrigin.start().respond(Behaviour.echo())) {
      List<MisbehavingOrigin> origins = List.of(a, b);
      Random random = new Random(4711);
      try (BackendRegistry registry = BackendRegistry.builder().add(next(origins, random)).open()) {
        List<Thread> callers = callers(registry.backend("users"));
        for (int i = 0; i < ACTIVATIONS; i++) {
          move(registry, origins, random);
          int until = served.get() + 4;
          Waiting.until("calls go on", () -> served.get() >= until || !wrong.isEmpty());
        }
        done.set(true);
        for (Thread caller : callers) {
          caller.join();
        }
        assertThat(wrong).isEmpty();
        assertThat(served.get()).isGreaterThan(ACTIVATIONS);
        assertThat(registry.versions()).hasSizeLessThanOrEqualTo(100);
        Waiting.until(
            "only the active version has connections",
            () ->
                a.openConnections() + b.openConnections()
                    == registry.backend("users").stats().open());
      }
      a.awaitOpenConnections(0, ofSeconds(10));
      b.awaitOpenConnections(0, ofSeconds(10));
    }
  }

  /** Another place, another bound, or only other manners; or back again. */
  private void move(BackendRegistry registry, List<MisbehavingOrigin> origins, Random random) {
    if (steps > 0 && random.nextInt(4) == 0) {
      steps--;
      registry.rollBack();
      return;
    }
    steps++;
    BackendSpec spec = next(origins, random);
    registry.activate(registry.draft().update("users", before -> spec));
  }

  private BackendSpec next(List<MisbehavingOrigin> origins, Random random) {
    made++;
    String version = "v" + made;
    MisbehavingOrigin origin = origins.get(random.nextInt(origins.size()));
    originOf.put(version, String.valueOf(origin.port()));
    return Backend.builder("users")
        .origin(origin.url())
        .maxConnections(CALLERS + random.nextInt(2))
        .requestHeaders(edits -> edits.set("X-Version", version))
        .responseHeaders(edits -> edits.set("X-Version", version))
        .timeout(ofSeconds(60))
        .spec();
  }

  private List<Thread> callers(Backend users) {
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      boolean async = i % 2 == 0;
      Thread caller =
          new Thread(
              () -> {
                while (!done.get() && wrong.isEmpty()) {
                  call(users, async);
                }
              });
      caller.start();
      callers.add(caller);
    }
    return callers;
  }

  /** The origin echoes what the version sets, and the response says so too. */
  private void call(Backend users, boolean async) {
    try (Response response = async ? users.get("/x").sendAsync().join() : users.get("/x").send()) {
      String version = String.valueOf(response.header("X-Version"));
      String echo = response.body().string();
      boolean one =
          echo.contains("\"" + version + "\"") && echo.contains(":" + originOf.get(version) + "\"");
      if (!one) {
        wrong.add("version " + version + " of " + originOf.get(version) + " got " + echo);
      }
      served.incrementAndGet();
    } catch (Exception e) {
      wrong.add(String.valueOf(e.getCause() == null ? e : e.getCause()));
    }
  }
}
