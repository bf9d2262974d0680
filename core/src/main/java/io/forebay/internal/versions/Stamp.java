package io.forebay.internal.versions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * By what a changed file is known: one that was replaced, by renaming or by a link that leads
 * elsewhere now, has another key. Immutable.
 *
 * @param key which file it is, where the system has keys
 * @param modified when it was written last, in nanoseconds where the system counts them
 * @param size in bytes; -1: there is none
 */
record Stamp(String key, String modified, long size) {
  private static final Stamp NONE = new Stamp("", "", -1);

  static List<Stamp> of(List<Path> files) {
    return files.stream().map(Stamp::of).toList();
  }

  private static Stamp of(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(
          String.valueOf(found.fileKey()), found.lastModifiedTime().toString(), found.size());
    } catch (IOException e) {
      return NONE;
    }
  }
}
