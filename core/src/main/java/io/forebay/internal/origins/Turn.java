package io.forebay.internal.origins;

import io.forebay.health.OriginSignal;
import io.forebay.internal.pool.Admission;
import io.forebay.internal.pool.Route;
import okhttp3.OkHttpClient;

/**
 * That a member serves an attempt: counts it while it lasts, and tells what it says of the member.
 * Used by the thread of the attempt, but for its end.
 */
public final class Turn implements Route {
  private final Fleet fleet;
  private final Member member;
  private final Lane lane;
  private final long start;

  Turn(Fleet fleet, Member member, Lane lane, long now) {
    this.fleet = fleet;
    this.member = member;
    this.lane = lane;
    start = now;
    member.load().started(now);
  }

  /** Who serves. */
  public Member member() {
    return member;
  }

  @Override
  public Admission admission() {
    return lane.admission();
  }

  @Override
  public OkHttpClient client() {
    return lane.client();
  }

  /** The head of a response came. */
  public void answered(int status) {
    OriginSignal signal = OriginSignal.ofStatus(status);
    long now = fleet.now();
    if (signal == OriginSignal.SUCCESS) {
      member.load().answered(start, now);
    } else {
      member.load().refused(start, now);
    }
    fleet.heard(member, signal, now);
  }

  /** No response came, and that speaks against the member. */
  public void failed() {
    long now = fleet.now();
    member.load().refused(start, now);
    fleet.heard(member, OriginSignal.LOCAL_ERROR, now);
  }

  /** The attempt is over, its body read or given up. */
  @Override
  public void ended(boolean brokeOff) {
    member.load().abandoned(start);
    if (brokeOff) {
      fleet.heard(member, OriginSignal.LOCAL_ERROR, fleet.now());
    }
  }
}
