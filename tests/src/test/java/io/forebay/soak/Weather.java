package io.forebay.soak;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes nodes fail and recover, slow and fast, and replaces the registry, until it is closed. */
final class Weather implements AutoCloseable {
  private static final long EVERY_MILLIS = 5_000;
  private static final long LASTS_MILLIS = 1_000;
  private static final long RELOAD_MILLIS = 2_000;

  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger outages = new AtomicInteger();
  private final Thread nodes;
  private final Thread reloads;

  Weather(Plan plan, List<Node> subjects, Registries registries) {
    nodes = new Thread(() -> change(plan, subjects), "soak-weather");
    reloads = new Thread(() -> reload(registries), "soak-reloads");
    nodes.start();
    reloads.start();
  }

  int outages() {
    return outages.get();
  }

  private void change(Plan plan, List<Node> subjects) {
    for (int tick = 0; !endsWithin(EVERY_MILLIS - LASTS_MILLIS); tick++) {
      Node subject = subjects.get(plan.node(tick, subjects.size()));
      boolean outage = tick % 2 == 0;
      if (outage) {
        outages.incrementAndGet();
        subject.goDown();
      } else {
        subject.slow(true);
      }
      boolean ends = endsWithin(LASTS_MILLIS);
      if (outage) {
        subject.comeBack();
      }
      subject.slow(false);
      if (ends) {
        return;
      }
    }
  }

  private void reload(Registries registries) {
    while (!endsWithin(RELOAD_MILLIS)) {
      registries.reload();
    }
  }

  private boolean endsWithin(long millis) {
    try {
      return over.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() throws InterruptedException {
    over.countDown();
    nodes.join();
    reloads.join();
  }
}
