package io.forebay.internal.versions;

import io.forebay.RegistryContent;
import io.forebay.RegistryVersion;
import io.forebay.RegistryVersion.State;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The versions of a registry and the order in which they were active. Each version is an immutable
 * value that is replaced under the lock. Thread-safe.
 */
public final class History {
  /** How many versions are kept. */
  public static final int MOST = 100;

  private final Supplier<Instant> time;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private final TreeMap<Integer, RegistryVersion> versions = new TreeMap<>();
  private final Deque<Integer> activations = new ArrayDeque<>();
  private int last;

  /** A history without versions. */
  public History(Supplier<Instant> time) {
    this.time = time;
  }

  static NoSuchElementException notFound(String what, String label, int version) {
    return new NoSuchElementException(
        "Record not found: couldn't find "
            + what
            + " '{ name => "
            + label
            + ", version => "
            + version
            + " }'");
  }

  /** A new draft under the next number. */
  public RegistryVersion create(RegistryContent content, String comment) {
    return locked(() -> added(content, comment));
  }

  /**
   * A copy of a version, comment included, as a draft under the next number.
   *
   * @throws NoSuchElementException if it is not held
   */
  public RegistryVersion copy(int number) {
    return locked(
        () -> {
          RegistryVersion from = known(number);
          return added(from.content(), from.comment());
        });
  }

  private RegistryVersion added(RegistryContent content, String comment) {
    Instant now = time.get();
    last++;
    RegistryVersion made =
        new RegistryVersion(last, State.DRAFT, comment, now, now, Optional.empty(), content);
    versions.put(last, made);
    forgetOldest();
    return made;
  }

  /** The active version and the one before stay, whatever their age. */
  private void forgetOldest() {
    List<Integer> kept = activations.stream().limit(2).toList();
    Iterator<Integer> oldest = versions.keySet().iterator();
    while (versions.size() > MOST && oldest.hasNext()) {
      Integer number = oldest.next();
      if (!kept.contains(number)) {
        oldest.remove();
        activations.remove(number);
      }
    }
  }

  /**
   * A version.
   *
   * @throws NoSuchElementException if it is not held
   */
  public RegistryVersion version(int number) {
    return locked(() -> known(number));
  }

  private RegistryVersion known(int number) {
    RegistryVersion version = versions.get(number);
    if (version == null) {
      throw new NoSuchElementException(
          "Record not found: couldn't find version " + number + " (held: " + held() + ")");
    }
    return version;
  }

  private String held() {
    return versions.size() + " up to " + last;
  }

  /** All that are held, by number. */
  public List<RegistryVersion> all() {
    return locked(() -> List.copyOf(versions.values()));
  }

  /** The active one. */
  public RegistryVersion active() {
    return locked(() -> known(activations.element()));
  }

  /**
   * The one that was active before the active one.
   *
   * @throws IllegalStateException if there is none
   */
  public int before() {
    return locked(
        () -> {
          List<Integer> order = new ArrayList<>(activations);
          if (order.size() < 2) {
            throw new IllegalStateException(
                "no version was active before version " + activations.element());
          }
          return order.get(1);
        });
  }

  /** Edits content. The change is a caller's: it runs outside of the lock, perhaps repeatedly. */
  void edit(int number, UnaryOperator<RegistryContent> change) {
    boolean done = false;
    while (!done) {
      RegistryVersion before = version(number);
      requireEditable(before);
      RegistryContent content = change.apply(before.content());
      done =
          content.equals(before.content())
              || replaced(before, moved(before, State.DRAFT, before.comment(), content));
    }
  }

  private boolean replaced(RegistryVersion before, RegistryVersion after) {
    return locked(() -> versions.replace(before.number(), before, after));
  }

  /** Replaces the comment. */
  RegistryVersion comment(int number, String text) {
    return replace(
        number,
        version -> {
          requireEditable(version);
          return moved(version, version.state(), text, version.content());
        });
  }

  private static void requireEditable(RegistryVersion version) {
    if (!version.editable()) {
      throw new IllegalStateException(
          "Cannot update version "
              + version.number()
              + ". Versions that have been "
              + (version.state() == State.LOCKED ? "locked" : "activated")
              + " cannot be updated");
    }
  }

  /** Nothing was found wrong with this content; the state moves if it is still the same. */
  RegistryVersion validated(int number, RegistryContent content) {
    return replace(
        number,
        version ->
            version.state() == State.DRAFT && version.content().equals(content)
                ? moved(version, State.VALIDATED, version.comment(), content)
                : version);
  }

  /** Ends the editing of a version. */
  public RegistryVersion lock(int number) {
    return replace(
        number,
        version ->
            version.editable()
                ? moved(version, State.LOCKED, version.comment(), version.content())
                : version);
  }

  /** Puts a version back as it was before it was locked for an activation that failed. */
  public void restore(RegistryVersion before) {
    replace(before.number(), version -> before);
  }

  /** A version is active now, over those that were so before. */
  public RegistryVersion activated(int number) {
    return locked(
        () -> {
          deactivate();
          activations.addFirst(number);
          if (activations.size() > MOST) {
            activations.removeLast();
          }
          return activate(number);
        });
  }

  /** The version before the active one is active again. */
  public RegistryVersion rolledBack() {
    return locked(
        () -> {
          deactivate();
          activations.removeFirst();
          return activate(activations.element());
        });
  }

  private void deactivate() {
    Integer active = activations.peek();
    if (active != null) {
      RegistryVersion version = known(active);
      versions.put(active, moved(version, State.DEACTIVATED, version.comment(), version.content()));
    }
  }

  private RegistryVersion activate(int number) {
    RegistryVersion version = known(number);
    Instant now = time.get();
    RegistryVersion active =
        new RegistryVersion(
            number,
            State.ACTIVE,
            version.comment(),
            version.created(),
            now,
            Optional.of(now),
            version.content());
    versions.put(number, active);
    return active;
  }

  private RegistryVersion moved(
      RegistryVersion version, State state, String comment, RegistryContent content) {
    return new RegistryVersion(
        version.number(),
        state,
        comment,
        version.created(),
        time.get(),
        version.activated(),
        content);
  }

  private RegistryVersion replace(int number, UnaryOperator<RegistryVersion> change) {
    return locked(
        () -> {
          RegistryVersion after = change.apply(known(number));
          versions.put(number, after);
          return after;
        });
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
