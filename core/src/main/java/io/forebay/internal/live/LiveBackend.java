package io.forebay.internal.live;

/** What a leak check may ask of an open backend. */
public interface LiveBackend {

  /** The backend's label. */
  String label();

  /** Permits in use. */
  int leased();

  /** Exchanges that wait for a permit. */
  int waiting();

  /** Sockets in any state. */
  int openSockets();

  /** Whether it has been closed. */
  boolean closed();
}
