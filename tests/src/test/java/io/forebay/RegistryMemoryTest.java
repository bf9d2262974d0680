package io.forebay;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.Definitions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a backend costs that nobody uses, measured in a JVM of its own. */
class RegistryMemoryTest {
  private static final int BACKENDS = 10_000;
  private static final int MOST_BYTES = 3 * 1024;

  /** Prints the bytes of heap for each backend of a registry that was read from YAML. */
  static final class Measuring {
    private Measuring() {}

    public static void main(String[] args) {
      try (BackendRegistry warm = Definitions.read(yaml(10)).open()) {
        long before = used();
        try (BackendRegistry registry = Definitions.read(yaml(BACKENDS)).open()) {
          System.out.println((used() - before) / registry.labels().size());
        }
        System.out.println(warm.labels().size());
      }
    }

    private static long used() {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static String yaml(int backends) {
      StringBuilder text = new StringBuilder("backends:\n");
      for (int i = 0; i < backends; i++) {
        String name = "service-" + i;
        text.append("  ").append(name).append(":\n");
        text.append("    origin: http://").append(name).append(".internal.example:8080\n");
        text.append("    connect_timeout: 2s\n    ttfb_timeout: 10s\n    max_connections: 50\n");
        text.append("    set_request_headers:\n      X-Service: ").append(name).append('\n');
      }
      return text.toString();
    }
  }

  @Test
  @Timeout(120)
  void unusedBackendTakesLittleMoreThanItsDefinition() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Measuring.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ended").isTrue();
      assertThat(said).endsWith("\n10");
      assertThat(Integer.parseInt(said.lines().findFirst().orElseThrow()))
          .as("bytes for each backend")
          .isBetween(100, MOST_BYTES);
    } finally {
      process.destroyForcibly();
    }
  }
}
