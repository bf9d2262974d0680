package io.forebay.testing;

import static io.forebay.testing.BehaviourActs.wireBytes;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.forebay.testing.BehaviourActs.Act;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a {@link MisbehavingOrigin} does with one connection or one request. Immutable; one instance
 * may serve many origins, connections and requests at once.
 *
 * <p>Most act when a whole request has been read. Those whose name says <em>accept</em>, and {@link
 * #onAccept}, act when a connection is accepted, before TLS and before anything is read; {@link
 * #beforeBody} acts between head and body. Unless said otherwise a behaviour leaves the connection
 * open for the next request, if the client's request allows it.
 *
 * <p>Pauses are kept on the real clock and end at once when the origin closes. Zero means none.
 * Negative counts and pauses, and a null, are refused by every factory.
 */
public final class Behaviour {
  private final String name;
  private final RawExchange.Reach reach;
  private final boolean ends;
  private final Act act;

  private Behaviour(String name, RawExchange.Reach reach, boolean ends, Act act) {
    this.name = name;
    this.reach = reach;
    this.ends = ends;
    this.act = act;
  }

  private static Behaviour going(String name, Act act) {
    return new Behaviour(name, RawExchange.Reach.REQUEST, false, act);
  }

  private static Behaviour ending(String name, Act act) {
    return new Behaviour(name, RawExchange.Reach.REQUEST, true, act);
  }

  // Answers that follow the rules

  /** Answers 200 with {@code body} in UTF-8; HEAD without it. */
  public static Behaviour ok(String body) {
    return ok(body.getBytes(UTF_8));
  }

  /** Answers 200 with {@code body}; HEAD without it. */
  public static Behaviour ok(byte[] body) {
    Answer answer = Answer.of(200, body);
    return going("ok(" + body.length + " bytes)", exchange -> exchange.answer(answer));
  }

  /**
   * Answers with this status, body in UTF-8 and header lines; HEAD without the body. With the line
   * {@code Connection: close} it closes afterwards.
   *
   * @param headers lines such as {@code Retry-After: 3}; {@code Content-Length} is added
   * @throws IllegalArgumentException if {@code status} is not from 200 to 599, a 204 or 304 has a
   *     body, or a header is no header or sets the framing: {@link #raw(byte[])} sends anything
   */
  public static Behaviour status(int status, String body, String... headers) {
    Answer answer = Answer.of(status, body.getBytes(UTF_8), headers);
    return going("status(" + status + ")", exchange -> exchange.answer(answer));
  }

  /**
   * Answers 200 with what was received, as JSON: {@code
   * {"method":"GET","target":"/","headers":{"Host":["127.0.0.1"]},"body":""}}. Headers keep their
   * order and capitals.
   */
  public static Behaviour echo() {
    return going(
        "echo()",
        exchange -> {
          byte[] json = EchoJson.of(exchange.request());
          exchange.answer(Answer.of(200, json, "Content-Type: application/json"));
        });
  }

  // Anything at all

  /** Writes these bytes and nothing else. */
  public static Behaviour raw(byte[] bytes) {
    byte[] kept = bytes.clone();
    return going("raw(" + kept.length + " bytes)", exchange -> exchange.write(kept));
  }

  /**
   * Writes this text and nothing else, each char as one byte (ISO 8859-1).
   *
   * @throws IllegalArgumentException if a char is above U+00FF
   */
  public static Behaviour raw(String text) {
    return raw(wireBytes(text));
  }

  /**
   * Writes these lines, unchecked, each ended by CRLF, and the empty line that ends a head.
   *
   * @throws IllegalArgumentException if a char is above U+00FF
   */
  public static Behaviour rawHead(String... lines) {
    return raw(String.join("\r\n", List.of(lines)) + "\r\n\r\n");
  }

  // Before a request is read

  /** Accepts, then never reads nor writes: a TLS handshake does not begin. */
  public static Behaviour acceptThenSilence() {
    return onAccept(readThenSilence()).named("acceptThenSilence()");
  }

  /** Closes as soon as the connection is accepted: FIN, or RST if the client has already spoken. */
  public static Behaviour closeOnAccept() {
    return onAccept(readThenClose()).named("closeOnAccept()");
  }

  /** Resets as soon as the connection is accepted: RST. */
  public static Behaviour resetOnAccept() {
    return onAccept(readThenReset()).named("resetOnAccept()");
  }

  /**
   * Does {@code behaviour} when a connection is accepted, in the clear even where TLS was to come;
   * a connection it leaves open is then served as usual. A connection that was open before meets it
   * at its next request.
   *
   * @throws IllegalArgumentException if {@code behaviour} is itself tied to accept or head
   */
  public static Behaviour onAccept(Behaviour behaviour) {
    return behaviour.at(RawExchange.Reach.ACCEPTED, "onAccept");
  }

  /**
   * Does {@code behaviour} when the head is read and the body is not, nor is a 100 sent to a client
   * that expects it. Silence then does not read either, and a close may reach the client as RST.
   * After an answer the origin stops sending, drops the body, and closes once the client has. A
   * request without a body meets {@code behaviour} as usual.
   *
   * @throws IllegalArgumentException if {@code behaviour} is itself tied to accept or head
   */
  public static Behaviour beforeBody(Behaviour behaviour) {
    return behaviour.at(RawExchange.Reach.HEAD, "beforeBody");
  }

  // Instead of an answer

  /** Reads the request and never answers. */
  public static Behaviour readThenSilence() {
    return ending("readThenSilence()", RawExchange::silence);
  }

  /** Reads the request, then closes without an answer: FIN. */
  public static Behaviour readThenClose() {
    return ending("readThenClose()", RawExchange::close);
  }

  /** Reads the request, then resets without an answer: RST. */
  public static Behaviour readThenReset() {
    return ending("readThenReset()", RawExchange::reset);
  }

  /**
   * Reads the request, then ends the connection beneath TLS: FIN without close_notify. Without TLS
   * as {@link #readThenClose()}.
   */
  public static Behaviour readThenCut() {
    return ending("readThenCut()", RawExchange::cut);
  }

  /** Sends bytes that are not HTTP, always the same, in two lines, then closes. */
  public static Behaviour garbage() {
    return ending("garbage()", BehaviourActs.garbage());
  }

  // A head that goes wrong

  /** Answers 200, its head byte by byte with this pause after each, then the body at once. */
  public static Behaviour slowHead(Duration pauseBetweenBytes) {
    Check.notNegative("pauseBetweenBytes", pauseBetweenBytes);
    return going(
        "slowHead(" + pauseBetweenBytes + ")",
        exchange -> exchange.dribble(Answer.ok("slow"), pauseBetweenBytes));
  }

  /** Sends half of a head, then nothing more. */
  public static Behaviour stalledHead() {
    return ending("stalledHead()", BehaviourActs.stalledHead());
  }

  /**
   * Answers 200 without a body, with filler header lines that make the head at least this long, and
   * at most 2 KiB more.
   */
  public static Behaviour hugeHead(long totalBytes) {
    Check.notNegative("totalBytes", totalBytes);
    return going("hugeHead(" + totalBytes + ")", BehaviourActs.hugeHead(totalBytes));
  }

  /**
   * Answers with {@code text} for a status line and no body.
   *
   * @throws IllegalArgumentException if a char is above U+00FF
   */
  public static Behaviour badStatusLine(String text) {
    return rawHead(text, "Content-Length: 0").named("badStatusLine(" + text + ")");
  }

  /** Sends this many 103 responses, with this pause after each, then a good 200. */
  public static Behaviour interimStorm(int count, Duration pause) {
    Check.notNegative("count", count);
    Check.notNegative("pause", pause);
    String name = "interimStorm(" + count + ", " + pause + ")";
    return going(name, BehaviourActs.interimStorm(count, pause));
  }

  // A body that goes wrong

  /**
   * Answers 200 with a chunked body: {@code piece} in UTF-8, {@code count} times, with this pause
   * before each.
   *
   * @throws IllegalArgumentException if {@code piece} is empty, which would end the body
   */
  public static Behaviour slowBody(String piece, Duration pause, int count) {
    if (piece.isEmpty()) {
      throw new IllegalArgumentException("piece: '' (expected: one char or more)");
    }
    Check.notNegative("pause", pause);
    Check.notNegative("count", count);
    String name = "slowBody(" + piece.length() + " chars, " + pause + ", " + count + ")";
    return going(name, BehaviourActs.slowBody(piece, pause, count));
  }

  /**
   * Declares so many bytes of body, sends the first ones, then nothing more.
   *
   * @throws IllegalArgumentException unless {@code sent} is less than {@code declared}
   */
  public static Behaviour stalledBody(long declared, long sent) {
    return partOfBody("stalledBody", declared, sent, RawExchange::silence);
  }

  /**
   * Declares so many bytes of body, sends the first ones, then closes: FIN.
   *
   * @throws IllegalArgumentException unless {@code sent} is less than {@code declared}
   */
  public static Behaviour truncatedBody(long declared, long sent) {
    return partOfBody("truncatedBody", declared, sent, RawExchange::close);
  }

  /**
   * Declares so many bytes of body, sends the first ones, then resets: RST, which may overtake
   * them.
   *
   * @throws IllegalArgumentException unless {@code sent} is less than {@code declared}
   */
  public static Behaviour resetBody(long declared, long sent) {
    return partOfBody("resetBody", declared, sent, RawExchange::reset);
  }

  private static Behaviour partOfBody(String verb, long declared, long sent, Act instead) {
    Check.notNegative("declared", declared);
    Check.between(verb + " sent", sent, 0, declared - 1);
    String name = verb + "(declared=" + declared + ", sent=" + sent + ")";
    return ending(name, BehaviourActs.partOfBody(declared, sent, instead));
  }

  /** Sends one whole chunk and half of the next, then closes: FIN. */
  public static Behaviour truncatedChunked() {
    return ending("truncatedChunked()", BehaviourActs.truncatedChunked());
  }

  /** Sends a chunked body as fast as the client reads, until one of them closes. */
  public static Behaviour endlessBody() {
    return ending("endlessBody()", BehaviourActs.endlessBody());
  }

  /** Begins a chunk with an extension that goes on until the client or the origin closes. */
  public static Behaviour endlessChunkExtension() {
    return ending("endlessChunkExtension()", BehaviourActs.endlessChunkExtension());
  }

  // After a good answer

  /**
   * Answers 200, with this text (one byte a char) right behind the complete response.
   *
   * @throws IllegalArgumentException if a char is above U+00FF
   */
  public static Behaviour extraBytes(String text) {
    byte[] extra = wireBytes(text);
    Answer answer = Answer.ok("complete");
    return going(
        "extraBytes(" + extra.length + " bytes)", exchange -> exchange.answer(answer, extra));
  }

  /**
   * Answers 200, and some time after the complete response writes this text (one byte a char).
   *
   * @throws IllegalArgumentException if a char is above U+00FF
   */
  public static Behaviour extraBytesAfter(Duration pause, String text) {
    byte[] extra = wireBytes(text);
    Answer answer = Answer.ok("complete");
    return going(
        "extraBytesAfter(" + pause + ", " + extra.length + " bytes)",
        exchange -> {
          exchange.answer(answer);
          exchange.pause(pause);
          exchange.write(extra);
        });
  }

  /** Answers 200 with {@code Connection: keep-alive}, then closes at once all the same: FIN. */
  public static Behaviour staleKeepAliveClose() {
    return kept().then(readThenClose()).named("staleKeepAliveClose()");
  }

  /** Answers 200 with {@code Connection: keep-alive}, then resets at once: RST. */
  public static Behaviour staleKeepAliveReset() {
    return kept().then(readThenReset()).named("staleKeepAliveReset()");
  }

  private static Behaviour kept() {
    return status(200, "kept", "Connection: keep-alive");
  }

  // Composition

  /** Waits, then does {@code behaviour}. What the client does meanwhile goes unnoticed. */
  public static Behaviour delayed(Duration delay, Behaviour behaviour) {
    Check.notNegative("delay", delay);
    return behaviour.after("delayed(" + delay, exchange -> exchange.pause(delay));
  }

  /** Waits at {@code gate}, then does {@code behaviour}. What the client does goes unnoticed. */
  public static Behaviour hold(Gate gate, Behaviour behaviour) {
    Objects.requireNonNull(gate, "gate");
    return behaviour.after("hold(gate", exchange -> exchange.await(gate));
  }

  /**
   * Does this, then {@code next}, for the same request: {@code ok("x").then(readThenReset())}.
   *
   * @throws IllegalArgumentException if this never comes to an end or closes the connection, or if
   *     either is tied to accept or head: compose first, then {@link #onAccept}
   */
  public Behaviour then(Behaviour next) {
    if (ends || !actsOn(RawExchange.Reach.REQUEST) || !next.actsOn(RawExchange.Reach.REQUEST)) {
      throw new IllegalArgumentException("nothing can follow: " + name + ".then(" + next + ")");
    }
    String both = name + ".then(" + next.name + ")";
    return new Behaviour(both, reach, next.ends, inTurn(act, next.act));
  }

  /** How it was made, such as {@code truncatedBody(declared=100, sent=50)}. */
  @Override
  public String toString() {
    return name;
  }

  boolean actsOn(RawExchange.Reach wanted) {
    return reach == wanted;
  }

  Act act() {
    return act;
  }

  private Behaviour named(String newName) {
    return new Behaviour(newName, reach, ends, act);
  }

  private Behaviour at(RawExchange.Reach earlier, String verb) {
    if (!actsOn(RawExchange.Reach.REQUEST)) {
      throw new IllegalArgumentException(verb + ": " + name + " (expected: not tied already)");
    }
    return new Behaviour(verb + "(" + name + ")", earlier, ends, act);
  }

  private Behaviour after(String verb, Act wait) {
    return new Behaviour(verb + ", " + name + ")", reach, ends, inTurn(wait, act));
  }

  private static Act inTurn(Act first, Act second) {
    return exchange -> {
      first.perform(exchange);
      second.perform(exchange);
    };
  }
}
