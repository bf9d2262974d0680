package io.forebay.internal.pool;

import okhttp3.OkHttpClient;

/** The way of one attempt to the origin that was chosen for it. */
public interface Route {

  /** How it gets its permit. */
  Admission admission();

  /** What it is called through. */
  OkHttpClient client();

  /**
   * The call is over. Told once, on whatever thread.
   *
   * @param brokeOff whether the body did so, and nobody had given it up
   */
  void ended(boolean brokeOff);
}
