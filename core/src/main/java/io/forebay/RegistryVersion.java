package io.forebay;

import io.forebay.spec.BackendSpec;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One version of a registry as it stood when it was asked for. Immutable; the life cycle is that of
 * a Fastly service version.
 *
 * @param number counts from 1 in the order in which versions were made
 * @param state how far it came
 * @param comment what people say of it; empty: nothing. A clone takes it along
 * @param created when it was made, for people
 * @param updated when its content, comment or state last changed
 * @param activated when it last became the active one; empty: never
 * @param content what it defines
 */
public record RegistryVersion(
    int number,
    State state,
    String comment,
    Instant created,
    Instant updated,
    Optional<Instant> activated,
    RegistryContent content) {

  /** How far a version came. */
  public enum State {
    /** May be edited. */
    DRAFT,
    /** May be edited; nothing was found wrong with it as it stands. */
    VALIDATED,
    /** Will never be edited again, and may be activated. */
    LOCKED,
    /** In force: calls that are made now go by it. */
    ACTIVE,
    /** Was in force, will never be edited again, and may be activated. */
    DEACTIVATED;

    /** The state in lower case, as in messages. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether it may be edited. */
  public boolean editable() {
    return state == State.DRAFT || state == State.VALIDATED;
  }

  /** The backends by label. */
  public Map<String, BackendSpec> backends() {
    return content.backends();
  }

  /** The named refinements by label. */
  public Map<String, RegistryContent.Named> refinements() {
    return content.refinements();
  }
}
