package io.forebay.internal.discovery;

import io.forebay.spec.Origin;
import io.forebay.spec.WeightedOrigin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Remembers of every origin that ever was when it was seen last, and works the list out anew. */
final class NaiveMembership {
  private final long probation;
  private final Map<Origin, Seen> everSeen = new LinkedHashMap<>();
  private final List<Long> answers = new ArrayList<>();

  NaiveMembership(long probation) {
    this.probation = probation;
  }

  /**
   * An origin in the last answer that had it.
   *
   * @param answer the number of that answer
   * @param place its place there
   */
  private record Seen(WeightedOrigin origin, int answer, int place) {}

  void heard(List<WeightedOrigin> answer, long now) {
    if (answer.isEmpty()) {
      return;
    }
    int number = answers.size();
    answers.add(now);
    for (int place = 0; place < answer.size(); place++) {
      Seen before = everSeen.get(answer.get(place).origin());
      if (before == null || before.answer() < number) {
        everSeen.put(answer.get(place).origin(), new Seen(answer.get(place), number, place));
      }
    }
  }

  List<WeightedOrigin> inForce(long now) {
    return everSeen.values().stream()
        .filter(seen -> isLast(seen) || now - answers.get(seen.answer() + 1) < probation)
        .sorted(
            Comparator.comparing((Seen seen) -> !isLast(seen))
                .thenComparingInt(Seen::answer)
                .thenComparingInt(Seen::place))
        .map(Seen::origin)
        .toList();
  }

  private boolean isLast(Seen seen) {
    return seen.answer() == answers.size() - 1;
  }
}
