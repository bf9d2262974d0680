package io.forebay.internal.live;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/** Every backend of the process that somebody still holds, open or closed with something left. */
public final class LiveBackends {
  private static final Set<LiveBackend> KNOWN =
      Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

  private LiveBackends() {}

  /** Notes a backend that opens. */
  public static void add(LiveBackend backend) {
    KNOWN.add(backend);
  }

  /** Forgets a backend that closed and left nothing. */
  public static void remove(LiveBackend backend) {
    KNOWN.remove(backend);
  }

  /** Those known at this moment. */
  public static List<LiveBackend> snapshot() {
    synchronized (KNOWN) {
      return List.copyOf(KNOWN);
    }
  }
}
