package io.forebay.cases;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A case of several calls: what is defined, what origins answer, what is called and what comes of
 * it.
 *
 * @param id its name
 * @param definition some backends
 * @param origins what each origin answers, in order, by its name; the last answer is repeated
 * @param steps the calls
 * @param atOnce whether no call waits for the end of one before it
 * @param expected what comes of it all
 */
record Scenario(
    String id,
    Definition definition,
    Map<String, List<Reply>> origins,
    List<Step> steps,
    boolean atOnce,
    Expected expected) {
  /** The origin of a backend that names none. */
  static final String ORIGIN = "ORIGIN";

  /**
   * An answer of an origin.
   *
   * @param held whether it is given only after all calls have begun
   */
  record Reply(Row.Answer answer, boolean held) {}

  /**
   * The same call so many times.
   *
   * @param at when, on the clock of the case; empty: as soon as those before ended or wait
   */
  record Step(String label, Row.Call call, int times, Optional<Duration> at, Outcome outcome) {}

  /**
   * What comes of a call.
   *
   * @param took how long on the clock of the case; empty: any time
   * @param warnings those of the report, at doors that tell them
   */
  record Outcome(
      Optional<Row.Failure> failure,
      Optional<Row.Client> cl,
      Optional<Duration> took,
      List<String> warnings) {}

  /**
   * What comes of it all.
   *
   * @param seen what each origin got; an origin that is not here got nothing
   * @param refused what is found before anything opens, by door; empty: nothing
   * @param notes what did not carry over from a language of others
   * @param logged labels of the exchanges that ended, in order; empty: any
   */
  record Expected(
      Map<String, Seen> seen,
      Map<Door, String> refused,
      List<String> notes,
      Optional<List<String>> logged) {}

  /**
   * What an origin got.
   *
   * @param byPath whether paths tell the requests apart, in whatever order they came
   */
  record Seen(List<Received> requests, boolean byPath) {}

  /**
   * The same request so many times.
   *
   * @param login what stands in its basic authentication, decoded
   * @param signed an assertion in its form
   */
  record Received(
      Row.Upstream request, Optional<String> login, Optional<Signed> signed, int times) {}

  /**
   * A signed assertion in a form.
   *
   * @param field where it stands
   * @param secret what it is signed with
   * @param claims some of them
   * @param id what {@code jti} matches
   * @param lasts from {@code iat} to {@code exp}
   */
  record Signed(
      String field, String secret, Map<String, Object> claims, String id, Duration lasts) {}

  /** The id. */
  @Override
  public String toString() {
    return id;
  }
}
