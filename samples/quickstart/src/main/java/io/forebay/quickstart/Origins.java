package io.forebay.quickstart;

import java.io.IOException;

/**
 * Three origins, each on a port of the system's choice.
 *
 * @param users answers
 * @param orders answers, and can fall ill
 * @param reports is slow in every way there is
 */
record Origins(LocalOrigin users, LocalOrigin orders, LocalOrigin reports)
    implements AutoCloseable {

  static Origins start() throws IOException {
    return new Origins(LocalOrigin.start(), LocalOrigin.start(), LocalOrigin.start());
  }

  @Override
  public void close() {
    users.close();
    orders.close();
    reports.close();
  }
}
