package io.forebay.benchmarks.calls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Locale;

/**
 * What was measured in one window of time.
 *
 * @param calls calls that ended well inside of it
 * @param errors calls that failed or brought a wrong answer, the time before the window included
 * @param failure what the last of them says; empty if none
 * @param callsPerSecond calls by its length
 * @param cpuMicros processor time of the whole process by calls
 * @param bytes allocated by calls
 * @param p50 microseconds that half of the calls stayed below
 * @param p99 microseconds that 99 of 100 calls stayed below
 */
record Window(
    long calls,
    long errors,
    String failure,
    double callsPerSecond,
    double cpuMicros,
    double bytes,
    double p50,
    double p99) {

  static Window of(Tally tally, Meters before, Meters after) {
    double calls = Math.max(1, tally.times().total());
    return new Window(
        tally.times().total(),
        tally.errors(),
        tally.failure(),
        calls / ((after.nanos() - before.nanos()) / 1e9),
        (after.cpuNanos() - before.cpuNanos()) / 1e3 / calls,
        (after.bytes() - before.bytes()) / calls,
        tally.times().micros(0.5),
        tally.times().micros(0.99));
  }

  /** One line of text, from an agent to the one who asked. */
  String toLine() {
    return String.format(
        Locale.ROOT,
        "%d %d %.1f %.4f %.1f %.2f %.2f %s",
        calls,
        errors,
        callsPerSecond,
        cpuMicros,
        bytes,
        p50,
        p99,
        URLEncoder.encode(failure, UTF_8));
  }

  static Window ofLine(String line) {
    String[] words = line.split(" ", -1);
    return new Window(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        URLDecoder.decode(words[7], UTF_8),
        Double.parseDouble(words[2]),
        Double.parseDouble(words[3]),
        Double.parseDouble(words[4]),
        Double.parseDouble(words[5]),
        Double.parseDouble(words[6]));
  }
}
