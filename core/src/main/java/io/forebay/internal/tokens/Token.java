package io.forebay.internal.tokens;

/** A token and for how long it holds. Immutable; never printed. */
public final class Token {
  /** What of its time is left when another is asked for: at least so much, if it has that. */
  private static final long AHEAD = 10_000_000_000L;

  private final String text;
  private final Slot from;
  private final long refreshAt;
  private final long expiresAt;

  /**
   * A token that was asked for then.
   *
   * @param ttl nanoseconds that it holds for, at most a day
   */
  Token(String text, Slot from, long askedAt, long ttl) {
    this.text = text;
    this.from = from;
    expiresAt = askedAt + ttl;
    refreshAt = expiresAt - Math.min(ttl / 2, Math.max(ttl / 10, AHEAD));
  }

  /** The secret itself, for whoever sends it. */
  public String reveal() {
    return text;
  }

  /** It was refused: it is used no more, unless another is in its place already. */
  public void forget() {
    from.forget(this);
  }

  boolean valid(long now) {
    return now - expiresAt < 0;
  }

  /** Whether another should be asked for, ahead of its end. */
  boolean ageing(long now) {
    return now - refreshAt >= 0;
  }

  /** Three stars. */
  @Override
  public String toString() {
    return "***";
  }
}
