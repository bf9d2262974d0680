package io.forebay.benchmarks.calls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a caller does, over and over. */
enum Work {
  GET("GET, blocking"),
  POST("POST, blocking"),
  ASYNC_GET("GET, asynchronous"),
  ASYNC_POST("POST, asynchronous"),
  VIRTUAL_GET("GET, blocking, virtual threads"),
  VIRTUAL_POST("POST, blocking, virtual threads");

  /** What is posted: 1 KiB of JSON. */
  static final byte[] ORDER = ("{\"order\":\"" + "x".repeat(1012) + "\"}").getBytes(US_ASCII);

  private static final byte[] ITEM_ANSWER = Answer.ITEM.body().getBytes(US_ASCII);
  private static final byte[] ORDERS_ANSWER = Answer.ORDERS.body().getBytes(US_ASCII);

  private final String title;

  Work(String title) {
    this.title = title;
  }

  /** What tables call it. */
  String title() {
    return title;
  }

  /** What the command line calls it. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The work that the command line calls so. */
  static Work of(String key) {
    return Arrays.stream(values())
        .filter(work -> work.key().equals(key))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(key + " is no work (expected: " + keys() + ")"));
  }

  private static List<String> keys() {
    return Arrays.stream(values()).map(Work::key).toList();
  }

  /** Whether it posts; else it gets. */
  boolean posts() {
    return name().endsWith("POST");
  }

  /** Whether callers are chains of futures; else they are threads. */
  boolean async() {
    return name().startsWith("ASYNC");
  }

  /** Whether callers are virtual threads, which Java has from 21 on. */
  boolean virtual() {
    return name().startsWith("VIRTUAL");
  }

  /** The path that callers name. */
  String path() {
    return posts() ? Answer.ORDERS.path() : Answer.ITEM.path();
  }

  /** Whether this is the body that the origin sends. */
  boolean expects(byte[] body) {
    return Arrays.equals(body, posts() ? ORDERS_ANSWER : ITEM_ANSWER);
  }
}
