package io.forebay.simulation;

import java.util.SplittableRandom;

/** An origin. Where more is in flight than it has workers, everything takes longer. */
final class Server {
  private static final double MILLI = 1e6;
  private static final int MOST = 400; // Beyond that it answers 503 at once.

  private final SplittableRandom random;

  /** How it is at the moment; set by the disaster. */
  private int status = 200;

  private int workers = 8;

  private double millis = 20;
  private double errorShare;
  private int errorStatus = 503;
  private int cold;
  private int coldAtFirst = 1;
  private boolean probesPass = true;

  private int inFlight;
  private int work;

  Server(SplittableRandom random) {
    this.random = random;
  }

  Server answers(int code) {
    status = code;
    probesPass = code == 200;
    return this;
  }

  Server takes(double time) {
    millis = time;
    return this;
  }

  Server hasWorkers(int many) {
    workers = many;
    return this;
  }

  Server failsAtTimes(double share, int code) {
    errorShare = share;
    errorStatus = code;
    return this;
  }

  Server probesPass(boolean pass) {
    probesPass = pass;
    return this;
  }

  /** The next so many requests warm it up: the first takes ten times as long. */
  Server isCold(int requests) {
    cold = requests;
    coldAtFirst = requests;
    return this;
  }

  boolean probe() {
    return probesPass;
  }

  /** How many requests it got. */
  int work() {
    return work;
  }

  Reply serve() {
    work++;
    inFlight++;
    if (status == Reply.HANGS) {
      return new Reply(Reply.HANGS, 0);
    }
    if (status != 200 || inFlight > MOST) {
      return new Reply(status == 200 ? 503 : status, (long) MILLI);
    }
    double load = Math.max(1, (double) inFlight / workers);
    double warming = cold > 0 ? 1 + 9.0 * cold-- / coldAtFirst : 1;
    // Half is the same for all, half is chance with a long end.
    double time = millis * (0.5 - 0.5 * StrictMath.log(1 - random.nextDouble())) * load * warming;
    boolean fails = errorShare > 0 && random.nextDouble() < errorShare;
    return new Reply(fails ? errorStatus : 200, (long) (time * MILLI));
  }

  void done() {
    inFlight--;
  }
}
