package io.forebay.internal.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random steps on virtual time. {@code -Dforebay.fuzz.seed=N} starts at another seed, {@code
 * -Dforebay.fuzz.seeds} and {@code -Dforebay.fuzz.steps} make it longer; a failure says its seed
 * and the fewest steps that show it.
 */
class PoolFuzzTest {
  private static final long SEED = Long.getLong("forebay.fuzz.seed", 1);
  private static final int SEEDS = Integer.getInteger("forebay.fuzz.seeds", 200);
  private static final int STEPS = Integer.getInteger("forebay.fuzz.steps", 2_000);

  @Test
  @Timeout(3_600)
  void permitsAddUpAfterEveryStep() {
    for (long seed = SEED; seed < SEED + SEEDS; seed++) {
      Random random = new Random(seed);
      int max = 1 + random.nextInt(5);
      List<PoolStep> steps = new ArrayList<>();
      for (int i = 0; i < STEPS; i++) {
        steps.add(PoolStep.any(random, 2 * STEPS));
      }
      String problem = problem(max, steps);
      if (!problem.isEmpty()) {
        throw new AssertionError(report(seed, max, steps, problem));
      }
    }
  }

  /** What goes wrong; empty if nothing does. */
  private static String problem(int max, List<PoolStep> steps) {
    PoolRun run = new PoolRun(max);
    int taken = 0;
    try {
      for (PoolStep step : steps) {
        taken++;
        run.take(step);
      }
      run.end();
      return "";
    } catch (AssertionError | RuntimeException e) {
      return "after " + taken + " steps: " + e;
    }
  }

  private static String report(long seed, int max, List<PoolStep> steps, String problem) {
    List<PoolStep> fewest = fewest(max, steps);
    String lines = fewest.stream().map(PoolStep::toString).collect(Collectors.joining("\n"));
    return "seed "
        + seed
        + ", max="
        + max
        + ", "
        + problem
        + "\nfewest steps ("
        + problem(max, fewest)
        + "):\n"
        + lines;
  }

  /** Leaves out what the failure does not need: first halves, at last single steps. */
  private static List<PoolStep> fewest(int max, List<PoolStep> failing) {
    List<PoolStep> left = failing;
    for (int size = failing.size() / 2; size > 0; size /= 2) {
      for (int from = 0; from + size <= left.size(); ) {
        List<PoolStep> fewer = new ArrayList<>(left.subList(0, from));
        fewer.addAll(left.subList(from + size, left.size()));
        if (problem(max, fewer).isEmpty()) {
          from += size;
        } else {
          left = fewer;
        }
      }
    }
    return left;
  }
}
