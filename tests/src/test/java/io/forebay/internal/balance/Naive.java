package io.forebay.internal.balance;

import io.forebay.internal.balance.Candidate.Single;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The ways to choose as one would write them down: one look at everybody for every choice, nothing
 * prepared, nothing shared.
 */
interface Naive {

  /** Members, weights or health have changed. */
  default void changed(List<Single> members) {}

  /** Whom to choose; at least one is up. */
  Single choose(List<Single> members, String key);

  static List<Single> up(List<Single> members) {
    return members.stream().filter(Single::up).toList();
  }

  static Single atPoint(List<Single> members, long point) {
    long left = point;
    for (Single member : members) {
      left -= member.weight();
      if (left < 0) {
        return member;
      }
    }
    throw new IllegalArgumentException("beyond the end");
  }

  static long weight(List<Single> members) {
    return members.stream().mapToLong(Single::weight).sum();
  }

  /** The last four bytes, the first of them the least. */
  static long number(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      long number = 0;
      for (int i = 31; i >= 28; i--) {
        number = (number << 8) | (digest[i] & 0xff);
      }
      return number;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Goes on behind the last one, or whoever stood before it. */
  final class InTurn implements Naive {
    private List<String> order = List.of();
    private String last;

    @Override
    public void changed(List<Single> members) {
      List<String> now = members.stream().map(Single::id).toList();
      List<String> before = new ArrayList<>(order);
      while (last != null && !now.contains(last)) {
        int at = before.indexOf(last);
        before.remove(at);
        last = before.isEmpty() ? null : before.get(Math.floorMod(at - 1, before.size()));
      }
      order = now;
    }

    @Override
    public Single choose(List<Single> members, String key) {
      int at = order.indexOf(last);
      Single next;
      do {
        at = (at + 1) % members.size();
        next = members.get(at);
      } while (!next.up());
      last = next.id();
      return next;
    }
  }

  /** The earliest of everybody's next turns. */
  final class ByDeadline implements Naive {
    private final Map<String, Double> phase = new HashMap<>();
    private final Map<String, Integer> taken = new HashMap<>();
    private final Map<String, Integer> weights = new HashMap<>();
    private List<Single> usable = List.of();
    private double now;

    @Override
    public void changed(List<Single> members) {
      for (Single old : usable) {
        phase.put(
            old.id(), taken.get(old.id()) + phase.get(old.id()) - now * weights.get(old.id()));
      }
      phase.keySet().retainAll(members.stream().map(Single::id).toList());
      usable =
          up(members).isEmpty() ? List.copyOf(members) : up(members); // For whoever ignores health.
      now = 0;
      int common =
          usable.stream()
              .map(member -> BigInteger.valueOf(member.weight()))
              .reduce(BigInteger.ZERO, BigInteger::gcd)
              .intValue();
      for (int i = 0; i < usable.size(); i++) {
        String id = usable.get(i).id();
        phase.putIfAbsent(id, (i + 0.5) / usable.size());
        weights.put(id, usable.get(i).weight() / common);
        taken.put(id, 0);
      }
    }

    @Override
    public Single choose(List<Single> members, String key) {
      if (usable.stream().noneMatch(this::hasTurns)) {
        usable.forEach(member -> taken.put(member.id(), 0));
      }
      Single first =
          usable.stream()
              .filter(this::hasTurns)
              .min(Comparator.comparingDouble(this::turn))
              .orElseThrow();
      now = turn(first);
      taken.merge(first.id(), 1, Integer::sum);
      return first;
    }

    private boolean hasTurns(Single member) {
      return taken.get(member.id()) < weights.get(member.id());
    }

    private double turn(Single member) {
      String id = member.id();
      return (taken.get(id) + phase.get(id)) / weights.get(id);
    }
  }

  /** A point by chance. */
  final class ByChance implements Naive {
    private final SplittableRandom random = new SplittableRandom(1);

    @Override
    public Single choose(List<Single> members, String key) {
      List<Single> up = up(members);
      return atPoint(up, random.nextInt((int) weight(up)));
    }
  }

  /** The first that is up. */
  final class InOrder implements Naive {
    @Override
    public Single choose(List<Single> members, String key) {
      return up(members).get(0);
    }
  }

  /** Among all, then among those that are up. */
  final class ByHash implements Naive {
    @Override
    public Single choose(List<Single> members, String key) {
      Single first = atPoint(members, (number(key) * weight(members)) >> 32);
      List<Single> up = up(members);
      return first.up() ? first : atPoint(up, (number(key) * weight(up)) >> 32);
    }
  }

  /** From point to point, past those who are down. */
  final class OnRing implements Naive {
    private final int vnodes;
    private final TreeMap<Long, String> ring = new TreeMap<>();

    OnRing(int vnodes) {
      this.vnodes = vnodes;
    }

    @Override
    public void changed(List<Single> members) {
      ring.clear();
      for (Single member : members) {
        for (int i = 0; i < vnodes * member.weight(); i++) {
          ring.merge(number(member.id() + i), member.id(), (a, b) -> a.compareTo(b) < 0 ? a : b);
        }
      }
    }

    @Override
    public Single choose(List<Single> members, String key) {
      List<String> walk = new ArrayList<>(ring.tailMap(number(key), true).values());
      walk.addAll(ring.values());
      for (String id : walk) {
        for (Single member : members) {
          if (member.id().equals(id) && member.up()) {
            return member;
          }
        }
      }
      throw new IllegalArgumentException("nobody is up");
    }
  }
}
