package io.forebay.rows;

import io.forebay.BackendBuilder;
import io.forebay.testing.Behaviour;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A fault of an HTTP/1.1 origin, and what a call that meets it must come to.
 *
 * @param name the row's id, and the fault in words
 * @param method what the call's method is
 * @param tls whether the origin speaks TLS
 * @param fault what the origin does
 * @param once whether it does so once, or whenever it is asked for the same
 * @param settings what is special about the backend
 * @param expected what the call must come to
 */
record Row(
    String name,
    String method,
    boolean tls,
    Behaviour fault,
    boolean once,
    UnaryOperator<BackendBuilder> settings,
    Expected expected) {

  static Row of(String name, Behaviour fault, Expected expected) {
    return new Row(name, "GET", false, fault, false, UnaryOperator.identity(), expected);
  }

  Row by(String otherMethod) {
    return new Row(name, otherMethod, tls, fault, once, settings, expected);
  }

  Row overTls() {
    return new Row(name, method, true, fault, once, settings, expected);
  }

  /** For what meets a connection, and for what is sent again. */
  Row happeningOnce() {
    return new Row(name, method, tls, fault, true, settings, expected);
  }

  Row with(UnaryOperator<BackendBuilder> changes) {
    return new Row(name, method, tls, fault, once, changes, expected);
  }

  /** Once for each of the methods that differ in what may be sent again. */
  static Stream<Row> eachByGetAndPost(Row... rows) {
    return Stream.of(rows).flatMap(row -> List.of(row.by("GET"), row.by("POST")).stream());
  }

  @Override
  public String toString() {
    return name + ", " + method + (tls ? ", TLS" : "");
  }
}
