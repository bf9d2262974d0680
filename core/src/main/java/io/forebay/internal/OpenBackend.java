package io.forebay.internal;

import io.forebay.ManagedBackend;
import io.forebay.health.HealthOverride;
import io.forebay.spec.Origin;
import java.time.Duration;

/** The view that may close its core: the one that opened it. */
final class OpenBackend extends BackendView implements ManagedBackend {

  OpenBackend(BackendCore core) {
    super(core, core.spec().exchange());
    BackendCore.warn(core.spec());
    core.open();
  }

  @Override
  public void close(Duration patience) {
    core().close(patience);
  }

  @Override
  public void overrideHealth(HealthOverride said) {
    core().fleet().override(said);
  }

  @Override
  public void overrideHealth(Origin origin, HealthOverride said) {
    core().fleet().override(origin, said);
  }
}
