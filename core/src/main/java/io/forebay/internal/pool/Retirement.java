package io.forebay.internal.pool;

/** Why a connection that was still open is not used any more. */
public enum Retirement {
  /** Older than {@code max_lifetime}. */
  LIFETIME,
  /** Served {@code max_use} exchanges. */
  MAX_USE,
  /** The certificates were replaced. */
  TLS_RELOAD,
  /** The name no longer leads to its address. */
  ADDRESS_GONE,
  /** The peer closed it, or spoke unasked. */
  STALE,
  /** Bytes were left over after a response. */
  LEFT_OVER
}
