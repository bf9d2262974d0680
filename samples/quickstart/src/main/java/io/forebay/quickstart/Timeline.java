package io.forebay.quickstart;

import io.forebay.BackendException;
import io.forebay.ExchangeReport;
import java.io.PrintStream;
import java.util.Locale;
import okhttp3.Response;

/** Tells what happens, a line each: when, what was asked, where it went, what came back, why. */
final class Timeline {
  private final PrintStream out;
  private final long start = System.nanoTime();
  private int chapters;

  Timeline(PrintStream out) {
    this.out = out;
  }

  void begin(Origins origins) {
    out.println("Forebay quickstart. Three origins run on this machine:");
    out.println("  users " + origins.users().url());
    out.println("  orders " + origins.orders().url());
    out.println("  reports " + origins.reports().url());
    out.println();
    line("ms", "asked", "went to", "came back", "why");
  }

  void chapter(String title) {
    chapters++;
    out.println();
    out.println(chapters + ". " + title);
  }

  void answered(String asked, Response response, String why) {
    ExchangeReport report =
        ExchangeReport.of(response)
            .orElseThrow(() -> new IllegalStateException("not one of ours: " + response));
    double millis = report.timings().total().toNanos() / 1e6;
    String back = response.code() + " in " + String.format(Locale.ROOT, "%.1f ms", millis);
    line(now(), report.label() + ": " + asked, report.origin(), back, why);
  }

  /** The failure's own message is the best explanation there is. */
  void failed(String asked, BackendException failure, String why) {
    String where = failure.attempt() == 0 ? "(nowhere)" : failure.origin();
    String back = failure.kind().text() + " " + failure.suggestedStatus();
    line(now(), failure.label() + ": " + asked, where, back, why);
    out.println("        > " + failure.getMessage());
  }

  /** Something that happened without being asked. */
  void happened(String what, String why) {
    line(now(), what, "", "", why);
  }

  void end(String verdict) {
    out.println();
    out.println(verdict);
  }

  private String now() {
    return Long.toString((System.nanoTime() - start) / 1_000_000);
  }

  private void line(String when, String asked, String where, String back, String why) {
    out.printf(Locale.ROOT, "%6s  %-31s %-24s %-22s %s%n", when, asked, where, back, why);
  }
}
