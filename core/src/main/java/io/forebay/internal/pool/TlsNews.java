package io.forebay.internal.pool;

import io.forebay.BackendObserver;
import io.forebay.internal.tls.TlsWatcher;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of changed TLS files of an origin, and tells the observers of those that cannot be used.
 *
 * @param label the backend's
 * @param origin its URL
 * @param files which are watched
 * @param observers who are told
 * @param swap what is done where files have changed and are in force
 */
record TlsNews(
    String label, String origin, List<Path> files, List<BackendObserver> observers, Runnable swap)
    implements TlsWatcher.Listener {
  private static final Logger log = LoggerFactory.getLogger(TlsNews.class);

  @Override
  public void swapped() {
    swap.run();
  }

  @Override
  public void refused(String problem) {
    for (BackendObserver observer : observers) {
      try {
        observer.tlsFilesRefused(label, origin, files, problem);
      } catch (RuntimeException e) {
        log.warn("{}: observer {} failed", label, observer.getClass().getName(), e);
      }
    }
  }
}
