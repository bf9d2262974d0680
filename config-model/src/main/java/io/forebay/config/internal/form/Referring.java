package io.forebay.config.internal.form;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The scalars with references, those that name files, and secrets, as they were written: so that
 * they are written again, and not what they led to. Filled while one text is read, then never
 * changed.
 */
public final class Referring {
  private static final Pattern NO_NAME = Pattern.compile("[^A-Z0-9]+");

  private final Map<Place, String> texts;
  private final Map<Place, Place> inherited;
  private final Optional<List<String>> notes;
  private final Set<String> invented = new HashSet<>();

  /** Starts with none. */
  public Referring() {
    this(new HashMap<>(), new HashMap<>(), Optional.empty());
  }

  private Referring(
      Map<Place, String> texts, Map<Place, Place> inherited, Optional<List<String>> notes) {
    this.texts = texts;
    this.inherited = inherited;
    this.notes = notes;
  }

  /**
   * The same, which lets a new variable stand for a secret that came from nowhere, and notes it.
   */
  Referring inventing(List<String> inventedNotes) {
    return new Referring(texts, inherited, Optional.of(inventedNotes));
  }

  /**
   * What is written at a place: the text that stood there, else what {@code otherwise} says.
   *
   * @throws IllegalStateException if text cannot say it; the message names the place
   */
  Object written(Place place, Supplier<Object> otherwise) {
    Optional<String> text = at(place);
    if (text.isPresent()) {
      return text.get();
    }
    try {
      return otherwise.get();
    } catch (UnknownSecretException e) {
      if (notes.isEmpty()) {
        throw new IllegalStateException(place + ": " + e.getMessage(), e);
      }
      return invented(place, notes.get());
    } catch (IllegalStateException e) {
      throw new IllegalStateException(place + ": " + e.getMessage(), e);
    }
  }

  private String invented(Place place, List<String> noted) {
    String path = place.toString();
    String plain = path.substring(path.indexOf('.') + 1).toUpperCase(Locale.ROOT);
    String name = "FOREBAY_" + NO_NAME.matcher(plain).replaceAll("_");
    String unique = name;
    for (int i = 2; !invented.add(unique); i++) {
      unique = name + "_" + i;
    }
    noted.add(place + ": a secret, not written: ${env:" + unique + "} has to hold it");
    return "${env:" + unique + "}";
  }

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
