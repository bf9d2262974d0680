package io.forebay.spec;

/**
 * How many attempts beyond the first a backend may make, retries and hedges together, counted over
 * about ten seconds: the percentage of the exchanges in that time, or the floor where that is more;
 * never the sum of both. So an origin that fails gets little more than it would anyway. What was
 * not used in these ten seconds may be spent at once. Immutable.
 *
 * @param percent of the exchanges; default 10, 0 to 100
 * @param floor attempts for each second of that time, from two seconds before the backend was
 *     opened, that few exchanges do not prevent; default 1 (so the first exchange of all may have
 *     three), 0 to 100,000, zero: none. With a percentage of zero as well, there is no second
 *     attempt
 */
public record RetryBudgetSpec(int percent, int floor) {

  /** A tenth, and one a second. */
  public static final RetryBudgetSpec DEFAULT = new RetryBudgetSpec(10, 1);

  private static final int MOST_FLOOR = 100_000;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public RetryBudgetSpec {
    Ranges.between("retries.budget.percent", percent, 0, 100);
    Ranges.between("retries.budget.floor", floor, 0, MOST_FLOOR);
  }

  /** The same with another percentage. */
  public RetryBudgetSpec withPercent(int ofExchanges) {
    return new RetryBudgetSpec(ofExchanges, floor);
  }

  /** The same with another floor. */
  public RetryBudgetSpec withFloor(int perSecond) {
    return new RetryBudgetSpec(percent, perSecond);
  }
}
