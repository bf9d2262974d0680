package io.forebay.spec;

import io.forebay.health.OutlierSpec;
import io.forebay.health.SlowStart;

/**
 * How a backend's exchanges find their way among its origins. Immutable. Without effect where there
 * is but one.
 *
 * @param balancing who is chosen; default {@link Balancing#DEFAULT}
 * @param outlier who is taken out of use by how exchanges end; default {@link OutlierSpec#DEFAULT}
 * @param slowStart how the share of an origin grows that is new or back; default off
 */
public record Routing(Balancing balancing, OutlierSpec outlier, SlowStart slowStart) {

  /** In turn, with outlier detection, without slow start. */
  public static final Routing DEFAULT =
      new Routing(Balancing.DEFAULT, OutlierSpec.DEFAULT, SlowStart.OFF);

  /** The same, chosen otherwise. */
  public Routing withBalancing(Balancing other) {
    return new Routing(other, outlier, slowStart);
  }

  /** The same with other rules for outliers. */
  public Routing withOutlier(OutlierSpec other) {
    return new Routing(balancing, other, slowStart);
  }

  /** The same with another slow start. */
  public Routing withSlowStart(SlowStart other) {
    return new Routing(balancing, outlier, other);
  }
}
