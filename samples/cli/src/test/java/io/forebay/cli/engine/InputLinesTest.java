package io.forebay.cli.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.cli.engine.InputLines.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputLinesTest {

  @Test
  void lastLineNeedsNoBreak() throws Exception {
    assertThat(texts("a\nb")).containsExactly("a", "b");
    assertThat(texts("a\nb\n")).containsExactly("a", "b");
    assertThat(texts("")).isEmpty();
    assertThat(texts("\n")).containsExactly("");
  }

  @Test
  void lineMayBeLongerThanAnyBuffer() throws Exception {
    String line = "ä".repeat(500_000);

    assertThat(texts(line + "\n" + line)).containsExactly(line, line);
  }

  @Test
  void byteOrderMarkIsNoText() throws Exception {
    assertThat(texts("\ufeffa\n\ufeffb")).containsExactly("a", "\ufeffb");
  }

  @Test
  void lineBeyondTheLimitIsDroppedAndTheNextIsRead() throws Exception {
    InputStream input =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[InputLines.LIMIT + 1]), stream("\nb"));

    List<Line> lines = lines(input);

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).bytes().size()).isZero();
    assertThat(lines.get(0).isBlank()).isFalse();
    assertThatThrownBy(() -> lines.get(0).text())
        .isInstanceOf(InputException.class)
        .hasMessage("longer than 32 MiB");
    assertThat(lines.get(1).text()).isEqualTo("b");
    assertThat(lines.get(1).number()).isEqualTo(2);
  }

  @Test
  void lineAtTheLimitIsKept() throws Exception {
    List<Line> lines = lines(new ByteArrayInputStream(new byte[InputLines.LIMIT]));

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).bytes().size()).isEqualTo(InputLines.LIMIT);
  }

  private static List<String> texts(String input) throws Exception {
    List<String> texts = new ArrayList<>();
    for (Line line : lines(stream(input))) {
      texts.add(line.text());
    }
    return texts;
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static List<Line> lines(InputStream input) throws IOException {
    InputLines reader = new InputLines(input);
    List<Line> lines = new ArrayList<>();
    for (Optional<Line> next = reader.next(); next.isPresent(); next = reader.next()) {
      lines.add(next.get());
    }
    return lines;
  }
}
