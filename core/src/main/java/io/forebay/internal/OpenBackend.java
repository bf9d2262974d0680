package io.forebay.internal;

import io.forebay.ManagedBackend;
import java.time.Duration;

/** The view that may close its core: the one that opened it. */
final class OpenBackend extends BackendView implements ManagedBackend {

  OpenBackend(BackendCore core) {
    super(core, core.spec().exchange());
    core.open();
  }

  @Override
  public void close(Duration patience) {
    core().close(patience);
  }
}
