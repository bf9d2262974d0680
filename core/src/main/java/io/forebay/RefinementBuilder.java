package io.forebay;

import io.forebay.spec.Refinement;

/**
 * Collects a refinement: other manners over the same pool. What belongs to the pool (origin, TLS,
 * {@code max_connections}, checks) is not here, because two refinements must share it. Not
 * thread-safe.
 */
public final class RefinementBuilder extends MannersBuilder<RefinementBuilder> {

  /** Starts with nothing refined. */
  RefinementBuilder(String label) {
    super(label);
  }

  /** Starts with nothing refined; the label stands in messages. */
  public static RefinementBuilder of(String label) {
    return new RefinementBuilder(label);
  }

  /**
   * The finished refinement.
   *
   * @throws InvalidBackendException with everything that was found
   */
  public Refinement build() {
    return checkedManners();
  }

  @Override
  RefinementBuilder self() {
    return this;
  }
}
