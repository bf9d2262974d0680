package io.forebay.internal.origins;

import io.forebay.health.OriginTally;
import io.forebay.spec.Origin;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to a fleet at one moment: by origin, in the order of the definition, and by number.
 * Immutable; what a member knows of itself changes beneath.
 */
final class Roster {
  static final Roster NOBODY = new Roster(Map.of());

  private final Map<Origin, Member> byOrigin;
  private final @Nullable Member[] byNumber;
  private final List<Member> all;

  /** These members, in their order. */
  Roster(Map<Origin, Member> members) {
    byOrigin = new LinkedHashMap<>(members);
    all = List.copyOf(members.values());
    byNumber = new Member[all.stream().mapToInt(Member::number).max().orElse(-1) + 1];
    all.forEach(member -> byNumber[member.number()] = member);
  }

  /** All of them. */
  List<Member> all() {
    return all;
  }

  /** The one at this origin. */
  Optional<Member> at(Origin origin) {
    return Optional.ofNullable(byOrigin.get(origin));
  }

  /** The one with this number. */
  Optional<Member> numbered(int number) {
    return number < byNumber.length ? Optional.ofNullable(byNumber[number]) : Optional.empty();
  }

  /** The one whose attempts are counted there. */
  Optional<Member> of(OriginTally tally) {
    return all.stream().filter(member -> member.tally() == tally).findFirst();
  }

  /** Whether this very member is one of them, and not another at its origin. */
  boolean holds(Member member) {
    int number = member.number();
    return number < byNumber.length && byNumber[number] == member;
  }

  /** Those that are not in another roster. */
  List<Member> without(Roster other) {
    return all.stream().filter(member -> !other.holds(member)).toList();
  }

  /** The lowest number that neither they nor those have, so that numbers stay small. */
  int freeNumber(Collection<Member> joined) {
    Set<Integer> taken = new HashSet<>();
    all.forEach(member -> taken.add(member.number()));
    joined.forEach(member -> taken.add(member.number()));
    int number = 0;
    while (taken.contains(number)) {
      number++;
    }
    return number;
  }

  /** Their origins. */
  @Override
  public String toString() {
    return all.toString();
  }
}
