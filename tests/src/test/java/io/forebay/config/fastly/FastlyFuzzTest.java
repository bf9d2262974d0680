package io.forebay.config.fastly;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.DefinitionException;
import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Written;
import io.forebay.config.internal.tree.Source;
import io.forebay.spec.BackendSpec;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Any text is definitions or a list of findings, and soon. */
class FastlyFuzzTest {
  private static final int INPUTS = Integer.getInteger("forebay.fuzz.inputs", 20_000);
  private static final long SEED = 20_260_102;
  private static final int MEGABYTE = 1 << 20;

  private static final List<String> SEEDS = Api.FILES.stream().map(Api::resource).toList();

  /** Pieces that mean something to somebody. */
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\"",
          "\\",
          "\n",
          "null",
          "true",
          "false",
          "0",
          "-1",
          "1.5",
          "1e999",
          "99999999999999999999",
          "443",
          "\"\"",
          "\" \"",
          "\"0\"",
          "[[",
          "{}",
          "[]",
          "\\ud800",
          "\\u0000",
          "\ud800",
          "\ufeff",
          "\u0000",
          "${env:CLIENT_KEY}",
          "${env:NONE}",
          "${env:BLANK}",
          "${",
          "*.",
          "::1",
          "1.2.3.4",
          "\"name\"",
          "\"address\"",
          "\"ipv6\"",
          "\"backends\"",
          "\"directors\"",
          "\"healthchecks\"",
          "\"statement\"",
          "\"quorum\"",
          "\"number\"",
          "\"web-1\"",
          "\"auto_loadbalance\": true,",
          "\"use_ssl\": 1,",
          "\"ssl_check_cert\": false,",
          "\"ssl_client_key\": \"s3cr3t\",",
          "\"window\": 64,",
          "\"threshold\": 65,",
          "\"headers\": [\":\"],",
          "\"weight\": 65535,",
          "\"msg\": 1,");

  @Test
  void anyTextIsReadOrFaulted() {
    Random random = new Random(SEED);
    int read = 0;
    for (int i = 0; i < INPUTS; i++) {
      String text = SEEDS.get(random.nextInt(SEEDS.size()));
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
      Api.DIALECT.recognises(Source.of(text, "t"));
      Carried carried = Api.read(text);
      Written written = Api.DIALECT.write(carried);
      Map<String, BackendSpec> again = Api.read(written.text()).backends();
      assertThat(again).containsKeys(carried.backends().keySet().toArray(String[]::new));
      // What could not be written, such as a key in place, is not there.
      if (written.notes().stream().allMatch(note -> note.contains("origins: one is"))) {
        assertThat(again).containsAllEntriesOf(carried.backends());
      }
      return true;
    } catch (DefinitionException e) {
      assertThat(e.findings()).isNotEmpty();
      assertThat(e).hasMessageNotContaining("s3cr3t");
      return false;
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw new AssertionError("with:\n" + text, e);
    }
  }

  @Test
  void megabytesOfOneThingTakeLittleTime() {
    for (String text :
        List.of(
            "[" + many("{\"name\": \"n\", \"address\": \"a\"},") + "{}]",
            "{\"name\": \"n\", \"address\": \"" + many("a") + "\"}",
            "{\"name\": \"" + many("n ") + "\", \"address\": \"a\"}",
            "{\"name\": \"n\", \"address\": \"a\", " + many("\"x\": 1,") + "\"y\": 1}",
            "{\"name\": \"n\", \"address\": \"a\", \"headers\": [" + many("1,") + "1]}",
            "{\"name\": \"d\", \"quorum\": 1, \"backends\": [" + many("\"a\",") + "1]}",
            "{\"backends\": ["
                + numbered("{\"name\": \"b%d\", \"address\": \"a%d\", \"auto_loadbalance\": 1},")
                + "{\"name\": \"z\", \"address\": \"z\"}]}",
            "[" + numbered("{\"name\": \"b%d\", \"quorum\": 1, \"backends\": [\"c%d\"]},") + "{}]",
            many("["),
            many("{\"a\":"),
            many(" \"name\" "),
            "{" + many("\"address\" "))) {
      long start = cpuNanos();
      isRead(text);
      // The time of this thread, as the machine may have others to serve; usually below a second.
      assertThat(cpuNanos() - start)
          .as(text.substring(0, 60))
          .isLessThan(TimeUnit.SECONDS.toNanos(10));
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static String many(String piece) {
    return piece.repeat(MEGABYTE / piece.length());
  }

  private static String numbered(String pattern) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < MEGABYTE; i++) {
      text.append(pattern.replace("%d", String.valueOf(i)));
    }
    return text.toString();
  }

  private static String mutated(String text, Random random) {
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + random.nextInt(1 + random.nextInt(40)));
    return switch (random.nextInt(7)) {
      case 0 -> text.substring(0, at) + text.substring(to);
      case 1 -> text.substring(0, at) + piece(random) + text.substring(at);
      case 2 -> text.substring(0, at) + piece(random) + text.substring(to);
      case 3 -> text.substring(0, at) + text.substring(at, to).repeat(3) + text.substring(to);
      case 4 -> text.substring(0, at) + (char) random.nextInt(0x100) + text.substring(to);
      case 5 -> valueReplaced(text, at, random);
      default -> {
        int from = random.nextInt(text.length() + 1);
        int length = Math.min(random.nextInt(80), text.length() - from);
        yield text.substring(0, at) + text.substring(from, from + length) + text.substring(at);
      }
    };
  }

  /** Replaces what stands between a colon and the next comma, so that the text often stays JSON. */
  private static String valueReplaced(String text, int at, Random random) {
    int colon = text.indexOf("\": ", at);
    int comma = colon < 0 ? -1 : text.indexOf(",", colon);
    return comma < 0 ? text : text.substring(0, colon + 3) + piece(random) + text.substring(comma);
  }

  private static String piece(Random random) {
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    return random.nextInt(20) == 0 ? piece.repeat(random.nextInt(500)) : piece;
  }
}
