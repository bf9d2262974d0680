package io.forebay.spec;

/** What is chosen among: an origin, or a group that chooses in its turn. */
public sealed interface OriginNode permits WeightedOrigin, OriginGroup {

  /** Its share in relation to the others beside it: 1 to 65,535. */
  int weight();

  /** 0 is asked first; see {@link Balancing}. */
  int priority();
}
