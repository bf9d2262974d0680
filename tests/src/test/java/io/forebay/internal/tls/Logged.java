package io.forebay.internal.tls;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Hears what one class logs, until it is closed. */
final class Logged extends Handler implements AutoCloseable {
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final Logger logger;
  private final boolean parents;

  Logged(Class<?> source) {
    logger = Logger.getLogger(source.getName());
    parents = logger.getUseParentHandlers();
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  /** What was logged at this level. */
  List<String> at(Level level) {
    String prefix = level.getName() + ": ";
    return List.copyOf(lines).stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  @Override
  public void publish(LogRecord record) {
    lines.add(record.getLevel().getName() + ": " + new SimpleFormatter().formatMessage(record));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(parents);
  }
}
