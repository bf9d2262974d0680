package io.forebay.internal.balance;

import io.forebay.internal.balance.Choice.None;
import io.forebay.spec.Balance;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The candidates between two changes, prepared so that a choice costs next to nothing: no lock, no
 * look at those that cannot be chosen, no allocation but for a choice in a group in panic.
 * Immutable but for whose turn it is; any number of threads may choose at once.
 *
 * <p>A choice is O(1), or O(log n) where weights or a ring decide; O(n) where the exchange has
 * tried some before, and where groups are compared by load.
 */
public final class Snapshot {
  private final boolean up;
  private final boolean empty;
  private final @Nullable None refusal;
  private final Level[] levels;
  private final List<Seat> usable;
  private final Balance by;
  private final int depth;

  Snapshot(List<Seat> seats, @Nullable None refusal, List<Level> levels, Balance by, int depth) {
    this.refusal = refusal;
    this.levels = levels.toArray(new Level[0]);
    this.by = by;
    this.depth = depth;
    usable = levels.stream().flatMap(level -> level.usable().stream()).toList();
    up = refusal == null && seats.stream().anyMatch(Seat::up);
    empty = seats.stream().noneMatch(Seat::peopled);
  }

  /**
   * Who serves an attempt: somebody whom the exchange has not tried, of the first priority that has
   * one; where all have been tried, as if none had.
   */
  public Choice choose(Pick pick) {
    return choose(pick, pick.tried(), false);
  }

  /** The same, even where nobody is healthy or the quorum is missed: who ignores health asks so. */
  public Choice chooseAnyway(Pick pick) {
    return choose(pick, pick.tried(), true);
  }

  /** Whether health is ignored somewhere, because too few are healthy. */
  public boolean panics() {
    return refusal == null && Arrays.stream(levels).anyMatch(Level::panic);
  }

  /** Whether it would serve without a panic: by quorum, and at least one of its members is up. */
  public boolean up() {
    return up;
  }

  /** Whether there is nobody at all. */
  boolean isEmpty() {
    return empty;
  }

  /** Whether there is somebody who can be chosen and was not tried. */
  boolean open(Tried tried) {
    for (int i = 0; i < usable.size(); i++) {
      if (usable.get(i).open(tried)) {
        return true;
      }
    }
    return false;
  }

  /** What those bear together who can be chosen. */
  Load load() {
    return new GroupLoad(usable);
  }

  /** Who serves, although it is down if {@code anyway}. */
  Choice choose(Pick pick, Tried tried, boolean anyway) {
    if (refusal != null && (!anyway || levels.length == 0)) {
      return refusal;
    }
    Choice choice = seek(pick, tried);
    if (choice == null) {
      choice = seek(pick, Tried.NONE);
    }
    if (choice == null) {
      throw new IllegalStateException("nobody can be chosen, and nobody said so");
    }
    return choice;
  }

  private @Nullable Choice seek(Pick pick, Tried tried) {
    int first = levels[0].end() >= 1 ? 0 : levelAt(point(pick));
    Choice choice = levels[first].choose(pick, tried);
    for (int i = 0; choice == null && i < levels.length; i++) {
      if (i != first) {
        choice = levels[i].choose(pick, tried);
      }
    }
    return choice;
  }

  /** Where a key decides, it decides about the priority too. */
  private double point(Pick pick) {
    return by instanceof Balance.Keyed keyed
        ? Keys.share(Keys.at(depth, pick.keys().applyAsLong(keyed)))
        : pick.random().nextDouble();
  }

  private int levelAt(double point) {
    int last = levels.length - 1;
    for (int i = 0; i < last; i++) {
      if (point < levels[i].end()) {
        return i;
      }
    }
    return last;
  }
}
