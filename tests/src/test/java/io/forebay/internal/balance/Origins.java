package io.forebay.internal.balance;

import io.forebay.internal.balance.Candidate.Single;
import io.forebay.internal.balance.Choice.Chosen;
import io.forebay.internal.balance.Choice.None;
import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The origins s1, s2, ... of a balancer, which come and go, and choices among them. */
final class Origins {
  final Tried tried = new Tried();
  final SplittableRandom random = new SplittableRandom(1);
  long now;

  private final Balancer balancer;
  private final List<Single> members = new ArrayList<>();
  private Snapshot snapshot;
  private String key = "";

  private Origins(Balancing rules) {
    balancer = new Balancer(rules);
    snapshot = balancer.over(members);
  }

  /** Origins of these weights, as many as there are. */
  static Origins of(Balancing rules, int... weights) {
    Origins origins = new Origins(rules);
    for (int i = 0; i < weights.length; i++) {
      origins.members.add(single(i, weights[i]));
    }
    return origins.refreshed();
  }

  /** The same where health is never ignored. */
  static Origins calm(Balance by, int... weights) {
    return of(Balancing.DEFAULT.withBy(by).withPanicThreshold(0), weights);
  }

  static Single single(int number, int weight) {
    return new Single(number, "s" + (number + 1), weight, 0, true, Load.IDLE);
  }

  Origins down(int... numbers) {
    return health(false, numbers);
  }

  Origins up(int... numbers) {
    return health(true, numbers);
  }

  private Origins health(boolean up, int... numbers) {
    for (int number : numbers) {
      change(
          number,
          old -> new Single(old.number(), old.id(), old.weight(), old.priority(), up, old.load()));
    }
    return this;
  }

  Origins priority(int number, int priority) {
    return change(
        number,
        old -> new Single(old.number(), old.id(), old.weight(), priority, old.up(), old.load()));
  }

  Origins load(int number, Load load) {
    return change(
        number,
        old -> new Single(old.number(), old.id(), old.weight(), old.priority(), old.up(), load));
  }

  private Origins change(int number, UnaryOperator<Single> change) {
    members.replaceAll(old -> old.number() == number - 1 ? change.apply(old) : old);
    return refreshed();
  }

  Origins remove(int number) {
    members.removeIf(member -> member.number() == number - 1);
    return refreshed();
  }

  Origins add(int at, Single member) {
    members.add(at, member);
    return refreshed();
  }

  private Origins refreshed() {
    snapshot = balancer.over(members);
    return this;
  }

  List<Single> members() {
    return members;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  Origins key(String text) {
    key = text;
    return this;
  }

  Choice choose() {
    return snapshot.choose(new Pick(tried, by -> Keys.of(key), random, now));
  }

  /** The name of whoever is chosen, or why nobody is. */
  String next() {
    Choice choice = choose();
    if (choice instanceof Chosen chosen) {
      return (chosen.panic() ? "panic:s" : "s") + (chosen.number() + 1);
    }
    return ((None) choice).reason().name();
  }

  List<String> next(int times) {
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      chosen.add(next());
    }
    return chosen;
  }

  /** The percentage of the choices that each gets. */
  Map<String, Double> shares(int times) {
    Map<String, Double> shares = new TreeMap<>();
    next(times).forEach(name -> shares.merge(name, 100.0 / times, Double::sum));
    return shares;
  }
}
