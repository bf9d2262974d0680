package io.forebay.internal.health;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.forebay.health.HealthOverride;
import io.forebay.health.HealthSpec;
import io.forebay.health.HealthState;
import io.forebay.health.ProbeResult;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** A probe comes to a verdict just as somebody says something over it. */
@JCStressTest
@Outcome(id = "UNHEALTHY, HEALTHY, verdict first", expect = ACCEPTABLE, desc = "said over it")
@Outcome(id = "UNHEALTHY, HEALTHY, word first", expect = ACCEPTABLE, desc = "judged beneath it")
@Outcome(expect = FORBIDDEN, desc = "verdict or word lost, or one of them did not see the other")
@State
public class OverrideRace {
  private static final HealthState START = HealthState.unprobed();
  private static final HealthState SICK =
      new HealthSpec.Builder()
          .failureThreshold(1)
          .build()
          .after(START, ProbeResult.failed("broken"));

  private final HealthReference reference = new HealthReference(START);
  private HealthReference.@Nullable Move verdict;
  private HealthReference.@Nullable Move word;

  @Actor
  public void probe() {
    verdict = reference.judged(SICK);
  }

  @Actor
  public void person() {
    word = reference.said(HealthOverride.HEALTHY);
  }

  @Arbiter
  public void see(LLL_Result r) {
    r.r1 = reference.get().verdict();
    r.r2 = reference.get().override();
    r.r3 = order();
  }

  /** Each move ends where the other begins, or the whole begins or ends. */
  private String order() {
    if (verdict == null || word == null) {
      return "not moved";
    }
    HealthState end = reference.get();
    if (verdict.before().equals(START) && word.before().equals(verdict.after())) {
      return word.after().equals(end) ? "verdict first" : "another end";
    }
    boolean follows = word.before().equals(START) && verdict.before().equals(word.after());
    return follows && verdict.after().equals(end) ? "word first" : "apart";
  }
}
