package io.forebay.config.internal.form;

import io.forebay.spec.Origin;
import io.forebay.spec.WeightedOrigin;
import java.util.List;
import java.util.Optional;

/** One of several origins: a URL, or a mapping where a weight or a priority is to be said. */
final class MemberKeys {
  private static final WeightedOrigin USUAL = Setting.USUAL.origin().weight(1);

  /** The value of {@code weight}. */
  static final Shape<Integer> WEIGHTS = CheckedShapes.whole(USUAL::withWeight);

  /** The value of {@code priority}. */
  static final Shape<Integer> PRIORITIES = CheckedShapes.whole(USUAL::withPriority);

  static final Key<WeightedOrigin, Origin> URL =
      Key.of("url", Shapes.ORIGIN, member -> Optional.of(member.origin()));
  private static final Key<WeightedOrigin, Integer> WEIGHT =
      Key.of("weight", WEIGHTS, WeightedOrigin::weight, USUAL.weight());
  private static final Key<WeightedOrigin, Integer> PRIORITY =
      Key.of("priority", PRIORITIES, WeightedOrigin::priority, USUAL.priority());

  /** An origin among others. */
  static final Shape<WeightedOrigin> MEMBER =
      new SharedShape<>(
          "member",
          new ShortShape<>(
              Shapes.scalar(
                  "an absolute URL or a mapping",
                  text -> Optional.of(Origin.of(text.value()).weight(1)),
                  member -> member.origin().toString(),
                  Scalars.URL),
              CheckedShapes.block(
                  List.of(URL, WEIGHT, PRIORITY), Together.required(URL), MemberKeys::member),
              MemberKeys::isPlain));

  private MemberKeys() {}

  /** Whether its URL says all of it. */
  static boolean isPlain(WeightedOrigin member) {
    return member.equals(member.origin().weight(1));
  }

  private static WeightedOrigin member(Bound bound) {
    return new WeightedOrigin(
        CheckedShapes.required(bound, URL),
        bound.get(WEIGHT).orElse(USUAL.weight()),
        bound.get(PRIORITY).orElse(USUAL.priority()));
  }
}
