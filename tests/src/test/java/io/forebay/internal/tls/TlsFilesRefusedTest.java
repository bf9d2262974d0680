package io.forebay.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendObserver;
import io.forebay.ManagedBackend;
import io.forebay.testing.FakeClock;
import io.forebay.testing.Waiting;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Observers hear of TLS files that go bad while they are in use. */
class TlsFilesRefusedTest {
  @TempDir Path folder;
  private final FakeClock clock = new FakeClock();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private Path ca;

  @BeforeEach
  void writeFile() {
    ca = TlsKit.write(folder.resolve("ca.pem"), TlsKit.ROOT.certificatePem());
  }

  private BackendBuilder users() {
    return Backend.builder("users")
        .origin("https://localhost:1")
        .tls(t -> t.ca(ca))
        .clock(clock)
        .observer(
            new BackendObserver() {
              @Override
              public void tlsFilesRefused(
                  String label, String origin, List<Path> files, String problem) {
                heard.add(label + " " + origin + " " + files + " " + problem);
                throw new IllegalStateException("costs nobody anything");
              }
            });
  }

  private void look() {
    Waiting.until("the next look is scheduled", () -> clock.scheduled() == 1);
    clock.advance(TlsWatcher.INTERVAL);
  }

  private void hears(int times) {
    look();
    Waiting.until("told " + times + " times", () -> heard.size() == times);
  }

  @Test
  void badFilesAreToldOnceForEachContent() {
    try (ManagedBackend backend = users().build()) {
      TlsKit.write(ca, "garbage");
      hears(1);
      assertThat(heard.get(0))
          .startsWith("users https://localhost:1 [" + ca + "] tls.ca")
          .doesNotContain("garbage");
      TlsKit.write(ca, "other garbage");
      hears(2);
      TlsKit.write(ca, TlsKit.ROOT.certificatePem());
      look();
      assertThat(backend.health()).isNotNull();
    }
  }
}
