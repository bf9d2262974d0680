package io.forebay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows G1 to G6: every hostile file, through every reader, ends soon and cheaply, with findings
 * that name the file and the place, or with nothing defined.
 */
class HostileFilesTest {
  private static final int MEGABYTE = 1 << 20;
  private static final long MOST_BYTES = 64L << 20;
  private static final long MOST_BYTES_OF_LONG_FILES = 256L << 20;

  /** By ending, the languages that such a file may be written in; the others may skip it whole. */
  private static final Map<String, Set<Language>> LANGUAGES =
      Map.of(
          "json", EnumSet.of(Language.YAML, Language.JSON),
          "yaml", EnumSet.of(Language.YAML, Language.JSON),
          "vcl", EnumSet.of(Language.VCL),
          "hcl", EnumSet.of(Language.COUPER));

  /** What says nothing of backends in its own language, and is no mistake there. */
  private static final Set<String> HARMLESS =
      Set.of("deep.vcl", "include-loop.vcl", "include-path.vcl", "inline-c.vcl", "empty.json");

  static Stream<Arguments> files() {
    return HostileFiles.all().entrySet().stream().map(e -> arguments(e.getKey(), e.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void g1g2g3g4g5g6HostileFilesAreFaultedSoon(String name, byte[] bytes, @TempDir Path directory)
      throws IOException {
    Path file = Files.write(directory.resolve(name), bytes);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    Set<Language> own = LANGUAGES.getOrDefault(ending, Set.of());
    for (Language language : Language.values()) {
      boolean faulted = own.contains(language) && !HARMLESS.contains(name);
      isBounded(bytes.length, name + " as " + language, () -> check(file, language, faulted));
    }
    isBounded(bytes.length, name, () -> checkAny(file, !HARMLESS.contains(name)));
  }

  private static void isBounded(long length, String what, Runnable reading) {
    Cost cost = Cost.leastOf(3, TimeUnit.SECONDS.toNanos(1), reading);
    long most = length < MEGABYTE ? MOST_BYTES : MOST_BYTES_OF_LONG_FILES;
    assertThat(cost.cpuNanos()).as(what + ": " + cost).isLessThan(TimeUnit.SECONDS.toNanos(1));
    assertThat(cost.bytes()).as(what + ": " + cost).isLessThan(most);
  }

  /** A reading of a file. */
  private interface Reader {
    Reading read() throws IOException;
  }

  private static void check(Path file, Language language, boolean faulted) {
    check(file, faulted, () -> Definitions.read(file, language));
  }

  private static void checkAny(Path file, boolean faulted) {
    check(file, faulted, () -> Definitions.readAny(file));
  }

  private static void check(Path file, boolean faulted, Reader reader) {
    try {
      Reading reading = reader.read();
      assertThat(faulted).as(file + " was read").isFalse();
      assertThat(reading.definitions().backends()).isEmpty();
      assertThat(reading.notes().toString()).doesNotContain(HostileFiles.CANARY);
    } catch (DefinitionException e) {
      List<Finding> findings = e.findings();
      assertThat(findings)
          .isNotEmpty()
          .allMatch(finding -> finding.source().equals(file.toString()))
          .allMatch(finding -> finding.line() >= 1 && finding.column() >= 1);
      assertThat(e).hasMessageNotContaining(HostileFiles.CANARY);
      assertThat(e).hasNoCause();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
