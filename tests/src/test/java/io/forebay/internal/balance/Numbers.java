package io.forebay.internal.balance;

/** A load whose numbers stand still. */
record Numbers(int inFlight, double latency, double penalty, double warmth) implements Load {

  static Numbers busy(int inFlight) {
    return new Numbers(inFlight, 0, 0, 1);
  }

  static Numbers slow(double latency) {
    return new Numbers(0, latency, 0, 1);
  }

  static Numbers failing(double penalty) {
    return new Numbers(0, 0, penalty, 1);
  }

  static Numbers cold(double warmth) {
    return new Numbers(0, 0, 0, warmth);
  }

  @Override
  public double latency(long now) {
    return latency;
  }

  @Override
  public double age(long now) {
    return 0;
  }

  @Override
  public double penalty(long now) {
    return penalty;
  }

  @Override
  public double warmth(long now) {
    return warmth;
  }
}
