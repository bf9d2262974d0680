package io.forebay.config.internal.form;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The scalars with references, those that name files, and secrets, as they were written: so that
 * they are written again, and not what they led to. Filled while one text is read, then never
 * changed.
 */
public final class Referring {
  private final Map<Place, String> texts = new HashMap<>();
  private final Map<Place, Place> inherited = new HashMap<>();

  /** Starts with none. */
  public Referring() {}

  void put(Place place, String text) {
    texts.put(place, text);
  }

  /** Whether one stands at a place or in it. */
  boolean isWithin(Place place) {
    return texts.keySet().stream().anyMatch(at -> at.isWithin(place));
  }

  /** What stands in {@code from} holds for {@code place} too. */
  void inherit(Place place, Place from) {
    inherited.put(place, from);
  }

  /** The text at a place; empty: no reference stood there. */
  Optional<String> at(Place place) {
    String text = texts.get(place);
    if (text != null || inherited.isEmpty()) {
      return Optional.ofNullable(text);
    }
    for (@Nullable Place outer = place; outer != null; outer = outer.parent()) {
      Place from = inherited.get(outer);
      if (from != null) {
        return Optional.ofNullable(texts.get(place.moved(outer, from)));
      }
    }
    return Optional.empty();
  }
}
