package io.forebay.internal.pipeline;

import java.util.concurrent.atomic.AtomicReferenceArray;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What URLs became by edits that are the same for every call. URLs are told apart as objects: those
 * of constant paths are always the same ones. Entries that meet in one place replace each other.
 */
final class ShapedUrls {
  private static final int PLACES = 32;

  private final AtomicReferenceArray<@Nullable Entry> places = new AtomicReferenceArray<>(PLACES);

  private record Entry(HttpUrl asked, HttpUrl shaped) {}

  private static int place(HttpUrl url) {
    return System.identityHashCode(url) & (PLACES - 1);
  }

  @SuppressWarnings("ReferenceEquality") // Comparing URLs would cost more than shaping one.
  @Nullable HttpUrl get(HttpUrl asked) {
    Entry entry = places.get(place(asked));
    return entry != null && entry.asked() == asked ? entry.shaped() : null;
  }

  void put(HttpUrl asked, HttpUrl shaped) {
    places.setRelease(place(asked), new Entry(asked, shaped));
  }
}
