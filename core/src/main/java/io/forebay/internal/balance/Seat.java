package io.forebay.internal.balance;

import io.forebay.internal.balance.Choice.Chosen;
import org.jspecify.annotations.Nullable;

/** A candidate in a snapshot, with the choices that can come of it. */
final class Seat {
  private static final int NO_NUMBER = -1;

  private final Candidate candidate;
  private final Load load;
  private final boolean up;
  private final int number;
  private final Chosen calm;
  private final Chosen panicked;
  private final @Nullable Snapshot members;

  Seat(Candidate.Single single) {
    candidate = single;
    load = single.load();
    up = single.up();
    number = single.number();
    calm = new Chosen(number, false);
    panicked = new Chosen(number, true);
    members = null;
  }

  Seat(Candidate.Group group, Snapshot members) {
    candidate = group;
    load = members.load();
    up = members.up();
    number = NO_NUMBER;
    calm = new Chosen(NO_NUMBER, false);
    panicked = calm;
    this.members = members;
  }

  String id() {
    return candidate.id();
  }

  int weight() {
    return candidate.weight();
  }

  int priority() {
    return candidate.priority();
  }

  Load load() {
    return load;
  }

  boolean up() {
    return up;
  }

  /** Whether anybody can be chosen here at all. */
  boolean peopled() {
    return members == null || !members.isEmpty();
  }

  /** Whether there is somebody here whom the exchange has not tried. */
  boolean open(Tried tried) {
    if (tried.isEmpty()) {
      return true;
    }
    return members == null ? !tried.contains(number) : members.open(tried);
  }

  /** Whether this attempt may come here, as far as slow start goes: by chance, while it is cold. */
  boolean warm(Pick pick) {
    double warmth = load.warmth(pick.now());
    return warmth >= 1 || pick.random().nextDouble() < warmth;
  }

  /** The part of the weight that it may bear yet. */
  double warmWeight(long now) {
    return weight() * load.warmth(now);
  }

  /** Who serves, now that this seat is chosen. */
  Choice take(Pick pick, Tried tried, boolean panic) {
    if (members == null) {
      return panic ? panicked : calm;
    }
    Choice inner = members.choose(pick, tried, panic);
    boolean calmInside = inner instanceof Chosen chosen && !chosen.panic();
    return panic && calmInside ? new Chosen(((Chosen) inner).number(), true) : inner;
  }
}
