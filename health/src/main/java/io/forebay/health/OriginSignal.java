package io.forebay.health;

/** What one exchange says of its origin. What we or the caller did says nothing: leave it out. */
public enum OriginSignal {
  /** An answer came that does not blame the origin. */
  SUCCESS,
  /** An answer came that blames the origin, such as 500. */
  ERROR,
  /** An answer came that blames what is behind the origin: 502, 503 or 504. */
  GATEWAY_ERROR,
  /** No usable answer came: no connection, a reset, a limit passed, no HTTP. */
  LOCAL_ERROR;

  /** What an answer's status says: from 500 on the origin is to blame. */
  public static OriginSignal ofStatus(int status) {
    if (status >= 502 && status <= 504) {
      return GATEWAY_ERROR;
    }
    return status >= 500 ? ERROR : SUCCESS;
  }
}
