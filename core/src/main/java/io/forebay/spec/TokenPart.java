package io.forebay.spec;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How something is taken out of the response to a request for a token. Immutable. */
public sealed interface TokenPart {

  /**
   * What a JSON pointer leads to (RFC 6901), such as {@code /access_token}.
   *
   * @param pointer empty, or starting with a slash
   */
  record At(String pointer) implements TokenPart {
    /**
     * Checks the pointer.
     *
     * @throws IllegalArgumentException if it is none
     */
    public At {
      if (!pointer.isEmpty() && !pointer.startsWith("/")) {
        throw new IllegalArgumentException(
            "'" + pointer + "' (expected: a JSON pointer such as /access_token)");
      }
    }

    @Override
    public @Nullable Object of(TokenResponse response) {
      return response.json(pointer).orElse(null);
    }

    /** The pointer. */
    @Override
    public String toString() {
      return pointer;
    }
  }

  /**
   * The same whatever is answered; for a time.
   *
   * @param time zero to 1 d
   */
  record Lasting(Duration time) implements TokenPart {
    /**
     * Checks the time.
     *
     * @throws IllegalArgumentException if it is out of its range
     */
    public Lasting {
      Ranges.upToADay("ttl", time, Duration.ZERO);
    }

    @Override
    public Object of(TokenResponse response) {
      return time;
    }

    /** The time. */
    @Override
    public String toString() {
      return Durations.format(time);
    }
  }

  /**
   * A function of the response. Only Java can say this, no text form can.
   *
   * @param function thread-safe; null: there is none
   */
  record Computed(Function<TokenResponse, ? extends @Nullable Object> function)
      implements TokenPart {
    @Override
    public @Nullable Object of(TokenResponse response) {
      return function.apply(response);
    }

    /** Says only that it is computed. */
    @Override
    public String toString() {
      return "(computed)";
    }
  }

  /** What it is for a response: text, a number, a {@link Duration}; null if there is none. */
  @Nullable Object of(TokenResponse response);
}
