package io.forebay.internal.pool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** What {@link QueueActs} has to look like: one act after the other, on a list and two numbers. */
public class PlainQueueActs {
  private static final int MAX_WAITING = 3;
  private static final int EARLIER = 100;

  private final Deque<Integer> line = new ArrayDeque<>();
  private final Map<Integer, String> outcomes = new HashMap<>();
  private int max = 2;
  private int leased;
  private boolean closed;

  /** Fills the queue. */
  public PlainQueueActs() {
    ask(1);
    ask(2);
    ask(EARLIER);
    ask(EARLIER + 1);
  }

  public void ask(int me) {
    if (outcomes.containsKey(me)) {
      return;
    }
    if (closed) {
      outcomes.put(me, "CLOSED");
    } else if (leased < max) {
      leased++;
      outcomes.put(me, "GRANTED");
    } else if (line.size() >= MAX_WAITING) {
      outcomes.put(me, "CROWDED");
    } else {
      line.addLast(me);
      outcomes.put(me, "WAITING");
    }
  }

  public String look(int me) {
    return outcomes.getOrDefault(me, "NOTHING");
  }

  public String giveBack(int me) {
    String found = look(me);
    if (found.equals("GRANTED")) {
      leased--;
      grant();
    }
    if (!found.equals("WAITING")) {
      outcomes.remove(me);
    }
    return found;
  }

  public String giveUp(int me) {
    return settle(me, "CANCELLED");
  }

  public void overflow(int me) {
    if (!look(me).equals("GRANTED")) {
      return;
    }
    leased--;
    max = Math.max(1, Math.min(max, leased));
    if (closed) {
      outcomes.put(me, "CLOSED");
    } else if (leased == 0) {
      leased++;
    } else {
      line.addFirst(me);
      outcomes.put(me, "WAITING");
    }
  }

  public String cancelEarlier(int which) {
    return settle(EARLIER + which, "CANCELLED");
  }

  public String expireEarlier(int which) {
    return settle(EARLIER + which, "EXPIRED");
  }

  public String lookAtEarlier(int which) {
    return look(EARLIER + which);
  }

  public void limit(int permits) {
    max = permits;
    boolean more = true;
    while (more) {
      more = grant();
    }
  }

  public void close() {
    closed = true;
    line.forEach(who -> outcomes.put(who, "CLOSED"));
    line.clear();
  }

  public int counts() {
    return QueueActs.digits(new PermitQueue.Counts(max, leased, line.size()));
  }

  private boolean grant() {
    if (line.isEmpty() || leased >= max) {
      return false;
    }
    leased++;
    outcomes.put(line.removeFirst(), "GRANTED");
    return true;
  }

  private String settle(int who, String outcome) {
    if (line.remove(who)) {
      outcomes.put(who, outcome);
    }
    return look(who);
  }
}
