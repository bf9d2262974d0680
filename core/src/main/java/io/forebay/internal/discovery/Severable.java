package io.forebay.internal.discovery;

import io.forebay.spi.OriginSource;

/** A source of one discovery alone, which holds its own limit of time and can be cut off. */
interface Severable extends OriginSource {

  /** Ends the lookup under way, and any later one at once. */
  void sever();
}
