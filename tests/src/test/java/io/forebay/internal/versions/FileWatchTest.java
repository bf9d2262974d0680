package io.forebay.internal.versions;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendRegistry;
import io.forebay.RegistryContent;
import io.forebay.RegistryVersion;
import io.forebay.RegistryWatch;
import io.forebay.spec.BackendSpec;
import io.forebay.testing.FakeClock;
import io.forebay.testing.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** R10, in virtual time: files are a label a line, closed by a line that says {@code end}. */
@ExtendWith(LeakCheck.class)
class FileWatchTest {
  private final FakeClock clock = new FakeClock();
  private final BackendRegistry registry = BackendRegistry.builder().open();
  private final List<String> told = new ArrayList<>();
  private int reads;

  @TempDir private Path dir;
  private Path file;
  private FileWatch watch;

  @BeforeEach
  void watch() throws IOException {
    file = dir.resolve("backends");
    Files.writeString(file, "a\nend");
    watch =
        FileWatch.start(
            new FileWatch.Followed(registry, content -> List.of(), closed -> {}),
            RegistryWatch.Plan.of(List.of(file)),
            this::read,
            new RegistryWatch.Listener() {
              @Override
              public void activated(RegistryVersion version) {
                told.add("version " + version.number());
              }

              @Override
              public void refused(String problem) {
                told.add(problem);
              }
            },
            clock,
            Runnable::run);
    pass();
  }

  @AfterEach
  void close() {
    watch.close();
    registry.close();
  }

  private RegistryContent read() throws IOException {
    reads++;
    List<String> lines = Files.readAllLines(file);
    if (!lines.contains("end")) {
      throw new IllegalArgumentException("no end");
    }
    Map<String, BackendSpec> backends = new LinkedHashMap<>();
    for (String label : lines.subList(0, lines.indexOf("end"))) {
      backends.put(label, Backend.builder(label).origin("http://127.0.0.1:1").spec());
    }
    return new RegistryContent(backends, Map.of());
  }

  /** A change is seen, is quiet, and is read. */
  private void pass() {
    clock.advance(ofMillis(500));
  }

  private void look() {
    clock.advance(ofMillis(250));
  }

  @Test
  @DisplayName("R10 what the file says is put in force, once, and after each change")
  void changesArePutInForce() throws IOException {
    assertThat(registry.labels()).containsExactly("a");
    clock.advance(ofSeconds(5));
    assertThat(reads).isEqualTo(1);

    Files.writeString(file, "a\nb\nend");
    look();
    assertThat(registry.labels()).containsExactly("a");
    look();
    assertThat(registry.labels()).containsExactly("a", "b");
    assertThat(told).containsExactly("version 2", "version 3");
    assertThat(registry.active().comment()).isEqualTo("read from [" + file + "]");
  }

  @Test
  @DisplayName("R10 a file that goes on changing is not read")
  void changingFileIsNotRead() throws IOException {
    for (int i = 0; i < 10; i++) {
      Files.writeString(file, "a\nb" + "c".repeat(i));
      look();
    }
    assertThat(reads).isEqualTo(1);
    Files.writeString(file, "a\nb\nend");
    pass();
    assertThat(registry.labels()).containsExactly("a", "b");
    assertThat(told).containsExactly("version 2", "version 3");
  }

  @Test
  @DisplayName("R10 R5 a bad file changes nothing, is told once, and makes no version")
  void badFile() throws IOException {
    for (int i = 0; i < 5; i++) {
      Files.writeString(file, "x".repeat(i));
      pass();
    }
    assertThat(registry.labels()).containsExactly("a");
    assertThat(watch.problem()).contains("no end");
    assertThat(told).containsExactly("version 2", "no end");
    assertThat(registry.versions()).hasSize(2);

    Files.writeString(file, "a\nend");
    pass();
    assertThat(watch.problem()).isEmpty();
    assertThat(registry.versions()).hasSize(2);
  }

  @Test
  @DisplayName("R10 a deleted file changes nothing until it is back")
  void deletedFile() throws IOException {
    Files.delete(file);
    pass();
    assertThat(registry.labels()).containsExactly("a");
    assertThat(watch.problem()).get().asString().startsWith("cannot be read: NoSuchFile");

    Files.writeString(file, "b\nend");
    pass();
    assertThat(registry.labels()).containsExactly("b");
    assertThat(watch.problem()).isEmpty();
  }

  @Test
  @DisplayName("R10 a file that is replaced by another, and a link that leads elsewhere, are seen")
  void replacedFileAndLink() throws IOException {
    Path other = dir.resolve("other");
    Files.writeString(other, "b\nend");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    pass();
    assertThat(registry.labels()).containsExactly("b");

    Path target = dir.resolve("target");
    Files.writeString(target, "c\nend");
    Path link = dir.resolve("link");
    Files.createSymbolicLink(link, target);
    Files.move(link, file, StandardCopyOption.REPLACE_EXISTING);
    pass();
    assertThat(registry.labels()).containsExactly("c");
  }

  @Test
  void rolledBackStaysSoUntilTheFileChanges() throws IOException {
    registry.rollBack();
    clock.advance(ofSeconds(5));
    assertThat(registry.labels()).isEmpty();

    Files.writeString(file, "d\nend");
    pass();
    assertThat(registry.labels()).containsExactly("d");
  }

  @Test
  void closedWatchSeesNothing() throws IOException {
    watch.close();
    Files.writeString(file, "b\nend");
    pass();

    assertThat(registry.labels()).containsExactly("a");
    assertThat(clock.scheduled()).isZero();
  }
}
