package io.forebay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okio.ByteString;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs commands as a shell would, but in this process. */
final class Shell {
  private static final JsonMapper JSON = new JsonMapper();

  private Shell() {}

  /** What a command left behind. */
  record Run(int code, ByteString bytes, String err) {
    String out() {
      return bytes.utf8();
    }

    List<JsonNode> results() {
      return out().lines().map(JSON::readTree).toList();
    }

    JsonNode result() {
      return JSON.readTree(out());
    }
  }

  static Run run(String... arguments) {
    return runWith("", arguments);
  }

  static Run runWith(String input, String... arguments) {
    return runWith(input.getBytes(UTF_8), arguments);
  }

  static Run runWith(byte[] input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.run(new Console(new ByteArrayInputStream(input), out, err), arguments);
    return new Run(code, ByteString.of(out.toByteArray()), err.toString(UTF_8));
  }

  /** Writes a definition and returns its path. */
  static String definition(Path directory, String... lines) throws IOException {
    Path file = directory.resolve("backends.yaml");
    Files.write(file, List.of(lines));
    return file.toString();
  }
}
