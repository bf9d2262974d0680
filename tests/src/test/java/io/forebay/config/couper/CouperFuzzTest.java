package io.forebay.config.couper;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.DefinitionException;
import io.forebay.config.internal.couper.CouperDialect;
import io.forebay.config.internal.dialect.Carried;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Any text is a definition or a list of findings, and soon. */
class CouperFuzzTest {
  private static final int INPUTS = Integer.getInteger("forebay.fuzz.inputs", 20_000);
  private static final long SEED = 20_260_102;
  private static final List<String> SEEDS =
      List.of(
          Couper.resource("attributes.hcl"),
          Couper.resource("refining.hcl"),
          Couper.resource("duration.hcl"),
          Couper.defining("connect_timeout = \"2s\"\n basic_auth = \"p:${env.A}\""),
          Couper.defining("set_request_headers = { a = <<-X\n   a ${env.B} b\n   X\n }"));

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "(",
          ")",
          "=",
          ",",
          "\"",
          "\n",
          "\n  ",
          "<<EOT\n",
          "<<-E\n",
          "E\n",
          "#",
          "//",
          "/*",
          "*/",
          "\\",
          "\\u0000",
          "\\ud800",
          "\t",
          "\r",
          "\u0000",
          "\ufeff",
          "\u2028",
          "\ud800",
          "\ud83d\ude00",
          "${",
          "$${",
          "%{",
          "%{ if true }",
          "~}",
          "env.A",
          "env[\"A\"]",
          "request.headers.x",
          "request.query.a[0]",
          "backend.health.healthy",
          "backend_response.status",
          "null",
          "true",
          "-1",
          "1e999",
          "1e99999",
          "0x",
          "99999999999999999999",
          "\"-1s\"",
          "\"1sec\"",
          "http://",
          "http://http://",
          "for ",
          "[for x in y : x]",
          "...",
          "[*]",
          ".*",
          "? :",
          "==",
          "!",
          "default(",
          "to_lower(env.A)",
          "definitions",
          "backend",
          "\"users\"",
          "\"x\"",
          "origin",
          "tls {",
          "beta_health {",
          "oauth2 {",
          "throttle {",
          "proxy {",
          "hostname = \"h\"",
          "backend = \"users\"");

  @Test
  void anyTextIsReadOrFaulted() {
    Random random = new Random(SEED);
    int read = 0;
    for (int i = 0; i < INPUTS; i++) {
      String text = SEEDS.get(random.nextInt(SEEDS.size()));
      for (int mutations = random.nextInt(4); mutations >= 0; mutations--) {
        text = mutated(text, random);
      }
      read += isRead(text, i % 5 == 0) ? 1 : 0;
    }
    // Enough of both to mean something.
    assertThat(read).isBetween(INPUTS / 50, INPUTS / 2);
  }

  /** Whether a text is read; {@code writing}: and what it says is written and read again. */
  private static boolean isRead(String text, boolean writing) {
    long start = cpuNanos();
    boolean read;
    try {
      Carried carried = Couper.read(text);
      assertThat(carried.notes().toString()).doesNotContain(Couper.SECRET);
      if (writing) {
        String written = new CouperDialect().write(carried).text();
        assertThat(new CouperDialect().write(Couper.read(written)).text()).isEqualTo(written);
      }
      read = true;
    } catch (DefinitionException e) {
      assertThat(e.findings()).isNotEmpty();
      assertThat(e).hasMessageNotContaining(Couper.SECRET);
      read = false;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(text, e);
    }
    assertThat(cpuNanos() - start).as(text).isLessThan(TimeUnit.SECONDS.toNanos(1));
    return read;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static String mutated(String text, Random random) {
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + random.nextInt(1 + random.nextInt(20)));
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, at) + text.substring(to);
      case 1 -> text.substring(0, at) + piece(random) + text.substring(at);
      case 2 -> text.substring(0, at) + piece(random) + text.substring(to);
      case 3 -> text.substring(0, at) + text.substring(at, to).repeat(3) + text.substring(to);
      case 4 -> text.substring(0, at) + (char) random.nextInt(0x100) + text.substring(to);
      default -> {
        int from = random.nextInt(text.length() + 1);
        int length = Math.min(random.nextInt(80), text.length() - from);
        yield text.substring(0, at) + text.substring(from, from + length) + text.substring(at);
      }
    };
  }

  private static String piece(Random random) {
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    return random.nextInt(20) == 0 ? piece.repeat(random.nextInt(500)) : piece;
  }
}
