package io.forebay;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.testing.Behaviour;
import io.forebay.testing.Gate;
import io.forebay.testing.MisbehavingOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

class ScaleTest {

  @Test
  void tenThousandWaitingCallsHoldNoThread() throws Exception {
    Gate gate = new Gate();
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
        ManagedBackend backend =
            Backend.builder("users")
                .origin(origin.url())
                .maxConnections(2)
                .maxPending(10_000)
                .permitTimeout(ofSeconds(100))
                .build()) {
      origin.route("/held", Behaviour.hold(gate, Behaviour.ok("ok")));
      List<CompletableFuture<Response>> held =
          List.of(backend.get("/held").sendAsync(), backend.get("/held").sendAsync());
      gate.awaitArrivals(2, ofSeconds(20));
      int before = Thread.activeCount();
      List<CompletableFuture<Response>> waiting = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        waiting.add(backend.get("/x").sendAsync());
      }

      assertThat(backend.stats().waiting()).isEqualTo(10_000);
      assertThat(Thread.activeCount() - before).isLessThan(5);

      gate.open();
      for (CompletableFuture<Response> call : held) {
        call.get().close();
      }
      for (CompletableFuture<Response> call : waiting) {
        try (Response response = call.get()) {
          assertThat(response.code()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void manyBackendsHaveNoThreadOfTheirOwn() {
    List<ManagedBackend> backends = new ArrayList<>();
    try {
      backends.add(Backend.builder("first").origin("http://127.0.0.1:9").build());
      Set<Thread> before = Thread.getAllStackTraces().keySet();
      for (int i = 0; i < 500; i++) {
        backends.add(Backend.builder("b" + i).origin("http://127.0.0.1:9").build());
      }

      assertThat(Thread.getAllStackTraces().keySet()).isSubsetOf(before);
    } finally {
      backends.forEach(ManagedBackend::close);
    }
  }
}
