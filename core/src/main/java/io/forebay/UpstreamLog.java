package io.forebay;

import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes one log entry an exchange when it has ended: as info where a response came, whatever its
 * status, as error where none did or its body broke off. The {@linkplain ExchangeEntry#fields
 * fields} go along as key-value pairs. Thread-safe.
 *
 * <p>Not installed by default: {@code Backend.builder("users").observer(UpstreamLog.create())}.
 * Source: Couper's upstream log.
 */
public final class UpstreamLog implements BackendObserver {
  /** The logger's name unless another is given. */
  public static final String LOGGER = "io.forebay.upstream";

  private final Logger log;

  private UpstreamLog(String logger) {
    log = LoggerFactory.getLogger(logger);
  }

  /** A log under the usual name. */
  public static UpstreamLog create() {
    return new UpstreamLog(LOGGER);
  }

  /** A log under another name. */
  public static UpstreamLog create(String logger) {
    return new UpstreamLog(logger);
  }

  @Override
  public void exchangeEnded(ExchangeEntry entry) {
    Level level = entry.failure().isPresent() ? Level.ERROR : Level.INFO;
    if (!log.isEnabledForLevel(level)) {
      return;
    }
    LoggingEventBuilder event = log.atLevel(level);
    for (Map.Entry<String, Object> field : entry.fields().entrySet()) {
      event = event.addKeyValue(field.getKey(), field.getValue());
    }
    event.log(message(entry));
  }

  private static String message(ExchangeEntry entry) {
    if (entry.failure().isPresent()) {
      return String.valueOf(entry.failure().get().getMessage());
    }
    return String.format(
        Locale.ROOT,
        "backend '%s': %s %s: %d in %.3f ms",
        entry.report().label(),
        entry.request().method(),
        entry.request().url(),
        entry.response().map(ExchangeEntry.Answered::shown).orElse(0),
        entry.report().timings().total().toNanos() / 1e6);
  }
}
