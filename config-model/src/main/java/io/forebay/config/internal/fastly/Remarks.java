package io.forebay.config.internal.fastly;

import java.util.ArrayList;
import java.util.List;

/**
 * What could not be written about one thing. Not thread-safe.
 *
 * @param about what it is, such as {@code backend 'users'}
 * @param all where the notes go
 */
record Remarks(String about, List<String> all) {

  /** Starts with none. */
  static Remarks about(String about, Remarks others) {
    return new Remarks(about, others.all());
  }

  static Remarks none() {
    return new Remarks("", new ArrayList<>());
  }

  /** Adds a note about a key of ours. */
  void add(String key, String message) {
    all.add(about + ": " + key + ": " + message);
  }

  /** Adds a note that a key is not written, if that is so. */
  void unless(boolean usual, String key, String why) {
    if (!usual) {
      add(key, "not written: " + why);
    }
  }
}
