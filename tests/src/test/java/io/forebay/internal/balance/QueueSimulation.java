package io.forebay.internal.balance;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.forebay.health.SlowStart;
import io.forebay.internal.balance.Candidate.Single;
import io.forebay.internal.balance.Choice.Chosen;
import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Exchanges that arrive by chance at a steady rate, each one attempt at one of a few origins which
 * take their time, on a clock of its own. No randomness but of a fixed seed.
 */
final class QueueSimulation {
  private static final long DECAY = SECONDS.toNanos(10);

  /** How an origin behaves. */
  record Node(double millis, boolean fails) {
    static Node takes(double millis) {
      return new Node(millis, false);
    }

    static Node failsAfter(double millis) {
      return new Node(millis, true);
    }
  }

  private record End(int node, long start, long time, boolean fails) {}

  private final SplittableRandom random = new SplittableRandom(11);
  private final List<Node> nodes;
  private final List<OriginLoad> loads = new ArrayList<>();
  private final List<Single> members = new ArrayList<>();
  private final PriorityQueue<End> ends = new PriorityQueue<>(Comparator.comparingLong(End::time));
  private final Balancer balancer;
  private final long gap;
  private long now;

  private final int[] sent;
  private final List<Double> millis = new ArrayList<>();
  private int failed;

  QueueSimulation(Balance by, int perSecond, Node... nodes) {
    this.nodes = new ArrayList<>(List.of(nodes));
    sent = new int[nodes.length];
    gap = SECONDS.toNanos(1) / perSecond;
    balancer = new Balancer(Balancing.DEFAULT.withBy(by));
    for (int i = 0; i < nodes.length; i++) {
      loads.add(new OriginLoad(DECAY, SlowStart.within(Duration.ofSeconds(10)), 0));
      members.add(new Single(i, "s" + i, 1, 0, true, loads.get(i)));
    }
  }

  QueueSimulation becomes(int node, Node other) {
    nodes.set(node, other);
    return this;
  }

  QueueSimulation warmUp(int node) {
    loads.get(node).warmUp(now);
    return this;
  }

  /** Goes on for that long, and counts from the start of it. */
  QueueSimulation run(double seconds) {
    Arrays.fill(sent, 0);
    millis.clear();
    failed = 0;
    Snapshot snapshot = balancer.over(members);
    long end = now + (long) (seconds * 1e9);
    while (now < end) {
      now += (long) (-Math.log(1 - random.nextDouble()) * gap);
      while (!ends.isEmpty() && ends.peek().time() <= now) {
        finish(ends.remove());
      }
      Pick pick = new Pick(Tried.NONE, by -> 0, random, now);
      start(((Chosen) snapshot.choose(pick)).number());
    }
    return this;
  }

  private void start(int node) {
    sent[node]++;
    loads.get(node).started(now);
    double taken = nodes.get(node).millis() * (0.9 + 0.2 * random.nextDouble()) * 1e6;
    ends.add(new End(node, now, now + (long) taken, nodes.get(node).fails()));
  }

  private void finish(End end) {
    if (end.fails()) {
      failed++;
      loads.get(end.node()).failed(end.start(), end.time());
    } else {
      loads.get(end.node()).succeeded(end.start(), end.time());
    }
    millis.add((end.time() - end.start()) / 1e6);
  }

  /** The part of the exchanges that an origin got, as a percentage. */
  double share(int node) {
    return 100.0 * sent[node] / Arrays.stream(sent).sum();
  }

  /** Those that ended, and those that still wait although whoever does not answer has them. */
  double successes() {
    int total = Arrays.stream(sent).sum();
    long hanging = ends.stream().filter(End::fails).count();
    return 100.0 * (total - failed - hanging) / total;
  }

  /** 99 of 100 took no longer. */
  double p99() {
    List<Double> sorted = millis.stream().sorted().toList();
    return sorted.get(sorted.size() * 99 / 100);
  }
}
