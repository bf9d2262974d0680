package io.forebay.internal.health;

import io.forebay.health.HealthState;
import io.forebay.health.HealthState.Status;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a listener is told. */
final class Told implements HealthListener {
  final List<String> probed = new ArrayList<>();
  final List<Status> news = new ArrayList<>();

  @Override
  public void probed(HealthState before, HealthState after) {
    probed.add(before.status().text() + " " + after.status().text());
  }

  @Override
  public void changed(HealthState state) {
    news.add(state.status());
  }
}
