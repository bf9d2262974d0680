package io.forebay.internal.balance;

/**
 * What a candidate bears at this moment. Read on every choice, by any thread, so it must be cheap;
 * {@code now} is monotonic nanoseconds. {@link OriginLoad} is the one of an origin.
 */
public interface Load {

  /** Nothing in flight, nothing known, fully warm. */
  Load IDLE =
      new Load() {
        @Override
        public int inFlight() {
          return 0;
        }

        @Override
        public double latency(long now) {
          return 0;
        }

        @Override
        public double age(long now) {
          return 0;
        }

        @Override
        public double penalty(long now) {
          return 0;
        }

        @Override
        public double warmth(long now) {
          return 1;
        }
      };

  /** Exchanges under way. */
  int inFlight();

  /** Expected nanoseconds of an exchange; 0 where nothing is known. */
  double latency(long now);

  /** Mean nanoseconds for which those under way have been waited for. */
  double age(long now);

  /** What recent failures weigh, in exchanges under way. */
  double penalty(long now);

  /** The part of its weight that it may bear yet (slow start): above 0, at most 1. */
  double warmth(long now);
}
