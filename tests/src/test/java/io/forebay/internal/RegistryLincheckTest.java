package io.forebay.internal;

import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Looking up and closing at once could have been done one after the other. On real threads only: a
 * registry closes its backends on threads that Lincheck's model checker does not lead.
 */
@Timeout(7_200) // For the long form.
class RegistryLincheckTest {
  private static final int EFFORT = Integer.getInteger("forebay.lincheck.effort", 1);

  @Test
  void lookingUpAndClosingHaveAnOrder() {
    new StressOptions()
        .iterations(4 * EFFORT)
        .invocationsPerIteration(40)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1)
        .sequentialSpecification(RegistryActs.Plain.class)
        .check(RegistryActs.class);
  }
}
