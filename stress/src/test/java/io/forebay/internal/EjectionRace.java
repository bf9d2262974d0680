package io.forebay.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.forebay.health.OriginSignal;
import io.forebay.health.OriginTally;
import io.forebay.health.OutlierDetector;
import io.forebay.health.OutlierSpec;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * Two exchanges with an origin fail at once, one error short of its ejection, while another origin
 * takes the only place of an ejected one.
 */
@JCStressTest
@Outcome(id = "1, 0, 0, 1", expect = ACCEPTABLE, desc = "the first ejects")
@Outcome(id = "0, 1, 0, 1", expect = ACCEPTABLE, desc = "the second ejects")
@Outcome(id = "0, 0, 1, 1", expect = ACCEPTABLE, desc = "the place is the other's")
@Outcome(expect = FORBIDDEN, desc = "ejected twice, nobody, or more than may be")
@State
public class EjectionRace {
  private final OutlierDetector detector =
      new OutlierDetector(new OutlierSpec.Builder().consecutiveErrors(2).build(), 0, () -> 0);
  private final OriginTally one = detector.watch("one");
  private final OriginTally other = detector.watch("other");

  /** One error each: the next one is the last. */
  public EjectionRace() {
    one.report(OriginSignal.ERROR, 0);
    other.report(OriginSignal.ERROR, 0);
  }

  @Actor
  public void first(IIII_Result r) {
    r.r1 = one.report(OriginSignal.ERROR, 0).isPresent() ? 1 : 0;
  }

  @Actor
  public void second(IIII_Result r) {
    r.r2 = one.report(OriginSignal.ERROR, 0).isPresent() ? 1 : 0;
  }

  @Actor
  public void elsewhere(IIII_Result r) {
    r.r3 = other.report(OriginSignal.ERROR, 0).isPresent() ? 1 : 0;
  }

  @Arbiter
  public void see(IIII_Result r) {
    r.r4 =
        (one.ejected() ? 1 : 0) + (other.ejected() ? 1 : 0) == detector.ejected()
            ? detector.ejected()
            : -1;
  }
}
