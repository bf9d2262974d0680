package io.forebay.routing;

import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import java.util.ArrayList;
import java.util.List;

/** Several origins that answer with their names: a, b, c. */
final class Cluster implements AutoCloseable {
  private final List<MisbehavingOrigin> origins = new ArrayList<>();

  Cluster(int count) {
    for (int i = 0; i < count; i++) {
      origins.add(MisbehavingOrigin.start().respond(Behaviour.ok(name(i))));
    }
  }

  static String name(int number) {
    return String.valueOf((char) ('a' + number));
  }

  MisbehavingOrigin origin(int number) {
    return origins.get(number);
  }

  String[] urls() {
    return origins.stream().map(MisbehavingOrigin::url).toArray(String[]::new);
  }

  @Override
  public void close() {
    origins.forEach(MisbehavingOrigin::close);
  }
}
