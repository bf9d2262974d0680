package io.forebay.config.krakend;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.DefinitionException;
import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.tree.Source;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any text is read or refused, and soon. */
class MutationTest {
  private static final int INPUTS = Integer.getInteger("forebay.fuzz.inputs", 20_000);
  private static final long SEED = 20_260_104;
  private static final int MEGABYTE = 1 << 20;

  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\"",
          "\\",
          "\\ud800",
          "{{",
          "}}",
          "{id}",
          "{resp0_x.y}",
          "{input_headers.X}",
          "null",
          "true",
          "-1",
          "1e999",
          "99999999999999999999",
          "\"host\": ",
          "\"url_pattern\": ",
          "\"extra_config\": {",
          "\"@label\": \"x\", ",
          "\"sd\": \"dns\", ",
          "\"disable_host_sanitize\": true, ",
          "\"timeout\": \"-1s\", ",
          "http://",
          "https://[::1]:8443",
          "@",
          "#",
          "?",
          "%",
          "/..",
          "\u0000",
          "\ud83d\ude00");

  @Test
  void anyTextIsReadOrRefused() {
    List<String> seeds = new ArrayList<>();
    for (String name :
        List.of(
            "backend-alone.json",
            "two-backends.json",
            "disable-rest.json",
            "self-signed.json",
            "discovery.json",
            "everything.json")) {
      seeds.add(Krakend.example(name));
    }
    Random random = new Random(SEED);
    int read = 0;
    for (int i = 0; i < INPUTS; i++) {
      String text = seeds.get(random.nextInt(seeds.size()));
      for (int mutations = random.nextInt(4); mutations >= 0; mutations--) {
        text = mutated(text, random);
      }
      read += isRead(text) ? 1 : 0;
    }
    // Enough of both to mean something.
    assertThat(read).isBetween(INPUTS / 50, INPUTS / 2);
  }

  private static boolean isRead(String text) {
    try {
      Krakend.DIALECT.recognises(Source.of(text, "text"));
      Carried carried = Krakend.read(text);
      // What can be read can be written, and that be read.
      Krakend.DIALECT.write(carried);
      return true;
    } catch (DefinitionException e) {
      assertThat(e.findings()).isNotEmpty();
      assertThat(e).hasMessageNotContaining("s3cr3t");
      return false;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("with:\n" + text, e);
    }
  }

  /** The time of this thread alone: the machine may be busy. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static String mutated(String text, Random random) {
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + random.nextInt(1 + random.nextInt(20)));
    String before = text.substring(0, at);
    return switch (random.nextInt(5)) {
      case 0 -> before + text.substring(to);
      case 1 -> before + TOKENS.get(random.nextInt(TOKENS.size())) + text.substring(at);
      case 2 -> before + text.substring(at, to).repeat(2) + text.substring(to);
      case 3 -> at == 0 ? text : flipped(text, at - 1, random);
      default -> before + TOKENS.get(random.nextInt(TOKENS.size())) + text.substring(to);
    };
  }

  private static String flipped(String text, int at, Random random) {
    char flipped = (char) (text.charAt(at) ^ (1 << random.nextInt(8)));
    return text.substring(0, at) + flipped + text.substring(at + 1);
  }

  /** What stands behind the tilde is there again and again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "~[",
        "~{\"a\":",
        "~\"",
        "~{{",
        "~\"{{",
        "~\" ",
        "~\"{{\" ",
        "{\"url_pattern\": \"/~{",
        "{\"url_pattern\": \"/~{a",
        "{\"url_pattern\": \"/?~{",
        "{\"url_pattern\": \"/~%",
        "{\"url_pattern\": \"/~{a}",
        "{\"url_pattern\": \"/?~a&",
        "{\"url_pattern\": \"/?~{a}=1&"
      })
  void longTextsEndSoon(String start) {
    long began = cpuNanos();
    String unit = start.substring(start.indexOf('~') + 1);
    String repeated = unit.repeat(MEGABYTE / unit.length());
    isRead(start.replace("~", "") + repeated);
    isRead(start.replace("~", "") + repeated + "\", \"host\": [\"h\"]}");
    assertThat(Duration.ofNanos(cpuNanos() - began)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void manyBackendsEndSoon() {
    String one =
        "{\"endpoint\": \"/a\", \"backend\": [{\"host\": [\"h\"], \"url_pattern\": \"/\"}]}";
    StringBuilder text = new StringBuilder("{\"version\": 3, \"endpoints\": [").append(one);
    while (text.length() < MEGABYTE) {
      text.append(", ").append(one);
    }
    long began = cpuNanos();
    assertThat(isRead(text.append("]}").toString())).isTrue();
    assertThat(Duration.ofNanos(cpuNanos() - began)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void manyHostsEndSoon() {
    String hosts = "\"h:8080\", \"g\", ".repeat(MEGABYTE / 16) + "\"h\"";
    long began = cpuNanos();
    isRead(Krakend.endpoint("/x", "\"host\": [" + hosts + "], \"url_pattern\": \"/\""));
    assertThat(Duration.ofNanos(cpuNanos() - began)).isLessThan(Duration.ofSeconds(5));
  }
}
