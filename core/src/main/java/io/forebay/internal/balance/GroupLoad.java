package io.forebay.internal.balance;

import java.util.List;

/** The live numbers of a group: those of its members that can be chosen, read anew each time. */
record GroupLoad(List<Seat> seats) implements Load {

  /** All together. */
  @Override
  public int inFlight() {
    int sum = 0;
    for (Seat seat : seats) {
      sum += seat.load().inFlight();
    }
    return sum;
  }

  /** The mean of those of whom it is known. */
  @Override
  public double latency(long now) {
    double sum = 0;
    int known = 0;
    for (Seat seat : seats) {
      double latency = seat.load().latency(now);
      sum += latency;
      known += latency > 0 ? 1 : 0;
    }
    return known == 0 ? 0 : sum / known;
  }

  /** The mean of all under way. */
  @Override
  public double age(long now) {
    double sum = 0;
    int count = 0;
    for (Seat seat : seats) {
      int inFlight = seat.load().inFlight();
      sum += seat.load().age(now) * inFlight;
      count += inFlight;
    }
    return count == 0 ? 0 : sum / count;
  }

  /** All together. */
  @Override
  public double penalty(long now) {
    double sum = 0;
    for (Seat seat : seats) {
      sum += seat.load().penalty(now);
    }
    return sum;
  }

  /** Of the whole weight, the part that it may bear yet. */
  @Override
  public double warmth(long now) {
    double warm = 0;
    double whole = 0;
    for (Seat seat : seats) {
      warm += seat.warmWeight(now);
      whole += seat.weight();
    }
    return whole == 0 ? 1 : warm / whole;
  }
}
