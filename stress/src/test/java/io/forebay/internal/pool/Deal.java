package io.forebay.internal.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Acts, dealt out to two threads by chance and in any order: who has two processors sees no more
 * than two threads at once, and the races of three are those of each pair before and after the
 * third.
 */
public final class Deal {
  private final List<Runnable> first = new ArrayList<>();
  private final List<Runnable> second = new ArrayList<>();

  /** Deals the acts out. */
  public Deal(Runnable... acts) {
    Random random = ThreadLocalRandom.current();
    for (Runnable act : acts) {
      List<Runnable> hand = random.nextBoolean() ? first : second;
      hand.add(random.nextInt(hand.size() + 1), act);
    }
  }

  /** What the first thread does. */
  public void first() {
    first.forEach(Runnable::run);
  }

  /** What the second thread does. */
  public void second() {
    second.forEach(Runnable::run);
  }
}
