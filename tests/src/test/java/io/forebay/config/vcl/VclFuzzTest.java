package io.forebay.config.vcl;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.DefinitionException;
import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.tree.Source;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text is a definition or a list of findings, and soon. */
class VclFuzzTest {
  private static final int INPUTS = Integer.getInteger("forebay.fuzz.inputs", 20_000);
  private static final long SEED = 20_260_102;
  private static final int LONG = 1_000_000;
  private static final int SHORTER = 200_000;

  private static final List<String> SEEDS =
      Stream.of(
              "backend_name.vcl",
              "my_backend.vcl",
              "my_backend_repaired.vcl",
              "generated.vcl",
              "odd.vcl")
          .map(Vcl::resource)
          .toList();

  /** Pieces that mean something to somebody. */
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "{\"",
          "\"}",
          "{A\"",
          "\"A}",
          "\"",
          ";",
          "=",
          ".",
          "+",
          "%",
          "-",
          "#",
          "//",
          "/*",
          "*/",
          "C{",
          "}C",
          "C!",
          "\n",
          "\r",
          "\t",
          "\u0000",
          "\ufeff",
          "\ud800",
          "\ud83d\ude00",
          "%00",
          "%u{1F600}",
          "%80",
          "%",
          "backend",
          "backend x {",
          "director d random {",
          "{ .backend = x; .weight = 1; }",
          ".probe = {",
          ".host = \"a\";",
          "sub x {",
          "0x",
          "1e3",
          "99999999999999999999",
          "-1s",
          "0s",
          "5m",
          "true",
          "never",
          ".request = ",
          "include \"x\";",
          "_",
          "a-b",
          "anonymous_",
          "\"GET / HTTP/1.1\"",
          "* ",
          "~");

  @Test
  void anyTextIsReadOrFaulted() {
    Random random = new Random(SEED);
    int read = 0;
    for (int i = 0; i < INPUTS; i++) {
      String text = SEEDS.get(random.nextInt(SEEDS.size()));
      for (int mutations = random.nextInt(4); mutations >= 0; mutations--) {
        text = mutated(text, random);
      }
      read += isRead(text, i % 4 == 0) ? 1 : 0;
    }
    // Enough of both to mean something.
    assertThat(read).isBetween(INPUTS / 50, INPUTS * 9 / 10);
  }

  private static boolean isRead(String text, boolean written) {
    try {
      Vcl.DIALECT.recognises(Source.of(text, "t"));
      Carried carried = Vcl.read(text);
      assertThat(carried.notes()).noneMatch(note -> note.message().contains("s3cr3t"));
      if (written) {
        Carried again = Vcl.read(Vcl.DIALECT.write(carried).text());
        assertThat(again.backends()).hasSameSizeAs(carried.backends());
      }
      return true;
    } catch (DefinitionException e) {
      assertThat(e.findings()).isNotEmpty();
      assertThat(e).hasMessageNotContaining("s3cr3t");
      return false;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("with:\n" + text, e);
    }
  }

  private static String mutated(String text, Random random) {
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + random.nextInt(1 + random.nextInt(20)));
    return switch (random.nextInt(7)) {
      case 0 -> text.substring(0, at) + text.substring(to);
      case 1 -> text.substring(0, at) + piece(random) + text.substring(at);
      case 2 -> text.substring(0, at) + piece(random) + text.substring(to);
      case 3 -> text.substring(0, at) + text.substring(at, to).repeat(3) + text.substring(to);
      case 4 -> flipped(text, random);
      case 5 -> text.substring(0, at);
      default -> {
        int from = random.nextInt(text.length() + 1);
        int length = Math.min(random.nextInt(40), text.length() - from);
        yield text.substring(0, at) + text.substring(from, from + length) + text.substring(at);
      }
    };
  }

  private static String flipped(String text, Random random) {
    if (text.isEmpty()) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String piece(Random random) {
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    return random.nextInt(20) == 0 ? piece.repeat(random.nextInt(500)) : piece;
  }

  static Stream<String> pathological() {
    return Stream.of(
            "{",
            "}",
            "{a",
            "\"",
            "\" ",
            "{\"",
            "/*",
            "/**/",
            "//\n",
            "#\n",
            "C{",
            "C{}C",
            "\n",
            " ",
            ".",
            "a ",
            "1",
            "1 ",
            "backend ",
            "backend b {",
            "backend b { } ",
            "sub x { } ",
            "sub x { ",
            "director d random { } ",
            "\ud83d\ude00",
            "\u0000",
            "include \"x\"; ",
            "backend\n",
            "table t ")
        .flatMap(
            piece -> {
              String many = piece.repeat(SHORTER / piece.length());
              return Stream.of(
                  many,
                  "sub x {" + many,
                  "backend b { .host = " + many,
                  "backend b { .x = 1; " + many);
            });
  }

  /** So much of anything is no matter of time, nor of the stack; were it quadratic, it would be. */
  @Test
  void longTextsTakeNoTime() {
    pathological()
        .forEach(
            text -> {
              long start = cpuNanos();
              isReadOnly(text);
              assertThat(cpuNanos() - start)
                  .as(text.substring(0, 40))
                  .isLessThan(TimeUnit.SECONDS.toNanos(1));
            });
  }

  static Stream<String> longDefinitions() {
    StringBuilder backends = new StringBuilder();
    StringBuilder members = new StringBuilder("director d random {");
    for (int i = 0; i < 15_000; i++) {
      backends.append("backend b").append(i).append(" { .host = \"h").append(i).append("\"; }\n");
      members.append("{ .backend = b").append(i).append("; .weight = 1; }");
    }
    String host = "backend b { .host = \"a\"; ";
    return Stream.of(
        backends.toString(),
        backends + members.toString() + "}",
        host + ".host = \"a\"; ".repeat(70_000) + "}",
        host + ".between_bytes_timeout = " + "9".repeat(LONG) + "s; }",
        host + ".host_header = \"" + "a".repeat(LONG) + "\"; }",
        host + ".probe = { .request = \"GET / HTTP/1.1\"" + "\"A: 1\" ".repeat(140_000) + "; } }",
        host + ".probe = { .url = \"" + "%41".repeat(330_000) + "\"; } }",
        host + ".ssl_ciphers = \"" + ": ".repeat(500_000) + "\"; }",
        backends.toString().replace(" }", " .fetch_timeout = 1s; }"));
  }

  @ParameterizedTest
  @MethodSource("longDefinitions")
  void longDefinitionsTakeNoTime(String text) {
    long start = cpuNanos();
    isReadOnly(text);
    assertThat(cpuNanos() - start)
        .as(text.substring(0, 80))
        .isLessThan(TimeUnit.SECONDS.toNanos(4));
  }

  private static void isReadOnly(String text) {
    try {
      Vcl.DIALECT.recognises(Source.of(text, "t"));
      Vcl.DIALECT.read(Source.of(text, "t.vcl"), name -> Optional.empty());
    } catch (DefinitionException e) {
      assertThat(e.findings()).isNotEmpty();
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
