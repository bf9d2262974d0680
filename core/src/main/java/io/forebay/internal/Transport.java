package io.forebay.internal;

import io.forebay.BackendStats;
import io.forebay.OriginStatus;
import io.forebay.health.HealthState;
import io.forebay.internal.pipeline.Assembly;
import io.forebay.internal.pipeline.Pipeline;
import io.forebay.internal.pool.OriginPool;
import io.forebay.spec.BackendSpec;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;

/** What connects a backend: to its only origin, or to those of a fleet. */
interface Transport {

  /** Lets the checks start. */
  void open();

  /** The way of exchanges with some manners. */
  Assembly.Way way(BackendSpec manners);

  /** A client whose calls take these steps. */
  OkHttpClient client(BackendSpec manners, Pipeline steps);

  /** The verdict on the origin, or on the origins together. */
  HealthState health();

  /** Each origin at this moment. */
  List<OriginStatus> origins();

  /** The numbers at this moment, of all origins together. */
  BackendStats stats();

  /** A response was never closed. */
  void leaked();

  /** Every pool with something in it. */
  List<OriginPool> pools();

  /** Lets what runs finish for a while, then closes every connection. */
  void close(Duration patience);
}
