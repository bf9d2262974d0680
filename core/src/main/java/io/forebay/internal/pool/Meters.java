package io.forebay.internal.pool;

/** What an origin's exchanges spend their time on. */
final class Meters {
  final Meter lease = new Meter();
  final Meter connect = new Meter();
  final Meter tls = new Meter();
  final Meter ttfb = new Meter();
}
