package io.forebay.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.cli.engine.Batch;
import io.forebay.cli.engine.DefinitionFile;
import io.forebay.cli.engine.OpenBackends;
import io.forebay.testing.MisbehavingOrigin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Throttles through files and the batch of the command line, where several calls share a backend.
 */
class ThrottleDoorsTest {
  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "THR-10 | yaml | { period: 1h, per_period: 1, mode: block } | 1",
        "THR-13 | yaml | { period: 1h, per_period: 2, period_window: fixed, mode: block } | 2",
        "K193 | yaml | { rate: 0.001, capacity: 1, mode: block } | 1",
        "THR-10 in Couper's words | hcl | throttle | 2",
        "THR-14 in its old words | hcl | beta_rate_limit | 2",
        "K193 in KrakenD's words | json | { \"max_rate\": 0.001, \"capacity\": 1 } | 1",
      })
  void soManyOfFourReachTheOrigin(String id, String kind, String said, int passed)
      throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start()) {
      List<String> results = results(kind, text(kind, said, origin.url()));
      assertThat(results).hasSize(4);
      assertThat(results.subList(0, passed)).allMatch(line -> line.contains("\"status\":200"));
      assertThat(results.subList(passed, 4))
          .allMatch(line -> line.contains("\"kind\":\"backend_throttle_exceeded\""))
          .allMatch(line -> line.contains("\"status\":429"));
      assertThat(origin.requestCount()).isEqualTo(passed);
    }
  }

  private static String text(String kind, String said, String url) {
    return switch (kind) {
      case "yaml" -> "backends: { users: { origin: \"" + url + "\", throttle: " + said + " } }\n";
      case "hcl" ->
          "definitions {\n  backend \"users\" {\n    origin = \""
              + url
              + "\"\n    "
              + said
              + " {\n      period = \"1h\"\n      per_period = 2\n      mode = \"block\"\n    }\n"
              + "  }\n}\n";
      default ->
          "{\"version\": 3, \"endpoints\": [{\"endpoint\": \"/users\", \"backend\": [{\"host\": [\""
              + url
              + "\"], \"url_pattern\": \"/x\", \"extra_config\": {\"qos/ratelimit/proxy\": "
              + said
              + "}}]}]}";
    };
  }

  private List<String> results(String kind, String text) throws Exception {
    Path file = Files.writeString(folder.resolve("backends." + kind), text);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OpenBackends backends =
        OpenBackends.forManyCalls(
            DefinitionFile.read(new DefinitionFile.Files(file)).definitions())) {
      byte[] lines = "{\"backend\":\"users\",\"path\":\"/x\"}\n".repeat(4).getBytes(UTF_8);
      new Batch(backends.caller(), 1).run(new ByteArrayInputStream(lines), out);
    }
    return out.toString(UTF_8).lines().toList();
  }
}
