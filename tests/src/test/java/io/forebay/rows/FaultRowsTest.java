package io.forebay.rows;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/fault-rows.md} says is so. */
class FaultRowsTest {
  private static final Path TABLE = Path.of("..", "docs", "fault-rows.md");
  private static final Path SOURCES = Path.of("src", "test", "java");
  private static final Pattern LINE =
      Pattern.compile("\\| ([NSPTDXLCQHRG]\\d+) \\| .* \\| (.*) \\|");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

  /**
   * A row of the table.
   *
   * @param id its id
   * @param tests the classes it names
   * @param text its last column
   */
  private record Line(String id, List<String> tests, String text) {}

  private static List<Line> table() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (String text : Files.readAllLines(TABLE)) {
      Matcher line = LINE.matcher(text);
      if (line.matches()) {
        List<String> tests = TEST.matcher(line.group(2)).results().map(m -> m.group(1)).toList();
        lines.add(new Line(line.group(1), tests, line.group(2)));
      }
    }
    return lines;
  }

  @Test
  void everyRowIsThereOnce() throws Exception {
    List<String> ids =
        Stream.of("N18", "S19", "P22", "T11", "D9", "X8", "L11", "C10", "Q6", "H14", "R12", "G10")
            .flatMap(
                last ->
                    IntStream.rangeClosed(1, Integer.parseInt(last.substring(1)))
                        .mapToObj(number -> last.charAt(0) + "" + number))
            .toList();
    assertThat(table()).extracting(Line::id).containsExactlyElementsOf(ids);
  }

  @Test
  void everyRowHasATestOrAReason() throws Exception {
    assertThat(table())
        .allMatch(line -> line.tests().isEmpty() == line.text().startsWith("left out: "));
  }

  @Test
  void everyTestNamesItsRows() throws Exception {
    List<String> missing = new ArrayList<>();
    for (Line line : table()) {
      for (String test : line.tests()) {
        String named =
            "\\b%s\\b|void (?:[a-z]\\d+)*%s(?:[a-z]\\d+)*[A-Z]"
                .formatted(line.id(), line.id().toLowerCase(ROOT));
        if (!Pattern.compile(named).matcher(source(test)).find()) {
          missing.add(test + " does not name " + line.id());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static String source(String test) throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      Path found =
          files
              .filter(file -> file.endsWith(test + ".java"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no such test: " + test));
      return Files.readString(found);
    }
  }
}
