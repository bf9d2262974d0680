package io.forebay.benchmarks.calls;

import java.util.List;

/**
 * What an origin answers, always with status 200 and as JSON.
 *
 * @param path the path; the query does not count
 * @param body the same for every call
 */
record Answer(String path, String body) {
  /** 100 bytes. */
  static final Answer ITEM =
      new Answer(
          "/item",
          "{\"id\":\"0123456789abcdef\",\"name\":\"catalog\",\"state\":\"ok\","
              + "\"items\":[1,2,3,4,5,6,7,8,9,10,11,12],\"z\":123}");

  static final Answer ORDERS = new Answer("/orders", "{\"id\":\"42\",\"state\":\"accepted\"}");

  /** Forebay with every feature puts {@code /v1} in front of paths, and checks the health. */
  static final List<Answer> ALL =
      List.of(
          ITEM,
          ORDERS,
          new Answer("/v1" + ITEM.path, ITEM.body),
          new Answer("/v1" + ORDERS.path, ORDERS.body),
          new Answer("/health", "{\"ok\":true}"));
}
