package io.forebay;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Files that a registry follows: what they say is activated whenever they have changed. To be
 * closed; closing the registry closes it too. Thread-safe.
 */
public interface RegistryWatch extends AutoCloseable {

  /** Why the files as they are now are not in force; empty if they are. */
  Optional<String> problem();

  /** Stops watching; what is active stays so. A reading that has begun has no effect any more. */
  @Override
  void close();

  /** Turns files into what they define. */
  @FunctionalInterface
  interface Reader {
    /**
     * Reads the files.
     *
     * @throws IOException if one cannot be read
     * @throws IllegalArgumentException if they do not define a registry; the message says why
     */
    RegistryContent read() throws IOException;
  }

  /** Hears what becomes of changed files, one after the other, outside of any lock. */
  interface Listener {
    /** The files are in force. */
    default void activated(RegistryVersion version) {}

    /**
     * The files cannot be put in force, and what was active stays so. Told once for each problem.
     */
    default void refused(String problem) {}
  }

  /**
   * How files are watched. Immutable.
   *
   * @param files which; symbolic links are followed
   * @param interval how often they are looked at; positive, default 250 ms
   * @param quiet how long they must not have changed before they are read; not negative, default
   *     250 ms
   */
  record Plan(List<Path> files, Duration interval, Duration quiet) {
    private static final Duration DEFAULT = Duration.ofMillis(250);

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are no files, or a time is out of range
     */
    public Plan {
      files = List.copyOf(files);
      if (files.isEmpty()) {
        throw new IllegalArgumentException("watch: no files (expected: at least one)");
      }
      if (interval.isNegative() || interval.isZero()) {
        throw new IllegalArgumentException("watch: interval " + interval + " (expected: > 0)");
      }
      if (quiet.isNegative()) {
        throw new IllegalArgumentException("watch: quiet " + quiet + " (expected: >= 0)");
      }
    }

    /** Files that are watched as is usual. */
    public static Plan of(List<Path> files) {
      return new Plan(files, DEFAULT, DEFAULT);
    }

    /** The same, looked at as often. */
    public Plan withInterval(Duration other) {
      return new Plan(files, other, quiet);
    }

    /** The same, read after so long without a change. */
    public Plan withQuiet(Duration other) {
      return new Plan(files, interval, other);
    }
  }
}
