package io.forebay.cases;

import io.forebay.spec.BreakerSpec;
import io.forebay.spec.ContractSpec;
import io.forebay.spec.Durations;
import io.forebay.spec.Throttle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** What the keys of throttles, breakers and contracts are in Java. */
final class JavaLimits {
  private JavaLimits() {}

  static Throttle[] throttles(Object said) {
    return Entry.entries("throttle", said).stream()
        .map(JavaLimits::throttle)
        .toArray(Throttle[]::new);
  }

  private static Throttle throttle(Entry entry) {
    Throttle.Mode mode = Throttle.Mode.valueOf(entry.text("mode", "wait").toUpperCase(Locale.ROOT));
    Throttle throttle =
        entry.has("rate") ? bucket(entry).withMode(mode) : windowed(entry).withMode(mode);
    entry.done();
    return throttle;
  }

  private static Throttle.TokenBucket bucket(Entry entry) {
    double rate = Double.parseDouble(entry.text("rate").orElseThrow());
    return Throttle.rate(rate, entry.number("capacity", 0));
  }

  private static Throttle.Windowed windowed(Entry entry) {
    int perPeriod = entry.number("per_period", 0);
    Duration period = Durations.parse(entry.text("period").orElseThrow());
    String window = entry.text("period_window", "sliding").toUpperCase(Locale.ROOT);
    return Throttle.of(perPeriod, period).withPeriodWindow(Throttle.PeriodWindow.valueOf(window));
  }

  static BreakerSpec breaker(Object said) {
    Entry entry = new Entry("circuit_breaker", said);
    Duration openFor = Durations.parse(entry.text("open_for").orElseThrow());
    BreakerSpec breaker = BreakerSpec.consecutiveErrors(entry.number("max_errors", 0), openFor);
    entry.done();
    return breaker;
  }

  static ContractSpec contract(Object said) {
    Entry entry = new Entry("openapi", said);
    ContractSpec contract =
        ContractSpec.of(Path.of(entry.text("file").orElseThrow()))
            .withIgnoreRequestViolations(entry.truth("ignore_request_violations"))
            .withIgnoreResponseViolations(entry.truth("ignore_response_violations"));
    entry.done();
    return contract;
  }
}
