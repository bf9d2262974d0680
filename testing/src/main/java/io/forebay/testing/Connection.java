package io.forebay.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.forebay.testing.RawExchange.Reach;
import io.forebay.testing.RequestReader.Body;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One accepted connection, served request after request by a thread of its own. */
final class Connection {
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  private final int number;
  private final Socket raw;
  private final Service service;

  /**
   * What all connections of one origin share.
   *
   * @param closing done once the origin closes
   */
  record Service(
      OriginOptions options, Script script, RequestLog log, CompletableFuture<Void> closing) {}

  Connection(int number, Socket raw, Service service) {
    this.number = number;
    this.raw = raw;
    this.service = service;
  }

  /** Serves until either side closes. */
  void serve() {
    try (raw) {
      Wire wire = Wire.over(raw);
      try {
        serve(wire);
      } finally {
        wire.close();
      }
    } catch (IOException e) {
      // The client left, refused our certificate, or the origin closes: each ends the connection.
    }
  }

  /** Closes the socket under the serving thread. Any thread may call it. */
  void abort() {
    try {
      raw.close();
    } catch (IOException e) {
      // The descriptor is released all the same.
    }
  }

  private void serve(Wire wire) throws IOException {
    boolean more = greet(wire);
    if (!more) {
      return;
    }
    wire.secure(service.options());
    RequestReader reader = new RequestReader(wire.in(), service.options().bodyLimit());
    try {
      while (more) {
        more = serveNext(wire, reader);
      }
    } catch (MalformedRequestException e) {
      refuse(wire, e);
    }
  }

  /** Lets the script meet the new connection; false if that was the end of it. */
  private boolean greet(Wire wire) throws IOException {
    Optional<Behaviour> greeting = service.script().takeForConnection();
    if (greeting.isEmpty()) {
      return true;
    }
    ReceivedRequest nothing = received(RequestHead.NOTHING, Body.NONE);
    return perform(greeting.get(), new RawExchange(wire, Reach.ACCEPTED, nothing, true, closing()));
  }

  /** Reads and serves one request; false if the connection is over. */
  private boolean serveNext(Wire wire, RequestReader reader) throws IOException {
    Optional<RequestHead> next = reader.readHead();
    if (next.isEmpty()) {
      return false;
    }
    RequestHead head = next.get();
    Behaviour behaviour = service.script().takeForRequest(head.target());
    if (behaviour.actsOn(Reach.HEAD) && head.hasBody()) {
      return serveBeforeBody(wire, head, behaviour);
    }
    if (head.awaitsContinue()) {
      wire.write(CONTINUE.getBytes(UTF_8));
    }
    ReceivedRequest request = received(head, reader.readBody(head));
    service.log().add(request);
    return perform(
        behaviour, new RawExchange(wire, Reach.REQUEST, request, head.persistent(), closing()));
  }

  private boolean serveBeforeBody(Wire wire, RequestHead head, Behaviour behaviour)
      throws IOException {
    ReceivedRequest request = received(head, Body.NONE);
    service.log().add(request);
    RawExchange exchange = new RawExchange(wire, Reach.HEAD, request, false, closing());
    behaviour.act().perform(exchange);
    if (!exchange.ended()) {
      wire.closeLingering();
    }
    return false;
  }

  private static void refuse(Wire wire, MalformedRequestException reason) throws IOException {
    Answer answer = Answer.of(reason.status(), reason.text().getBytes(UTF_8));
    wire.write(BehaviourActs.concat(answer.head(false), answer.body()));
    wire.closeLingering();
  }

  private static boolean perform(Behaviour behaviour, RawExchange exchange) throws IOException {
    behaviour.act().perform(exchange);
    return exchange.persistent() && !exchange.ended();
  }

  private ReceivedRequest received(RequestHead head, Body body) {
    return new ReceivedRequest(number, head, body);
  }

  private CompletableFuture<Void> closing() {
    return service.closing();
  }
}
