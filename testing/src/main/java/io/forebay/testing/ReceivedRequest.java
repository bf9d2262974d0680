package io.forebay.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A request as a {@link MisbehavingOrigin} read it from the wire. Immutable. */
public final class ReceivedRequest {
  private final int connection;
  private final String method;
  private final String target;
  private final List<Header> headers;
  private final byte[] body;
  private final long bodySize;

  /**
   * One header line, as received.
   *
   * @param name the name with its original capitals
   * @param value the value without surrounding white space; each byte is one char (ISO 8859-1)
   */
  public record Header(String name, String value) {
    /** Refuses null parts. */
    public Header {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
    }
  }

  ReceivedRequest(int connection, RequestHead head, RequestReader.Body body) {
    this.connection = connection;
    this.method = head.method();
    this.target = head.target();
    this.headers = head.headers();
    this.body = body.kept();
    this.bodySize = body.size();
  }

  /** The number of the connection it came over: 1 for the first one the origin accepted. */
  public int connection() {
    return connection;
  }

  /** The method, such as {@code GET}. */
  public String method() {
    return method;
  }

  /** The request target exactly as sent, such as {@code /users?page=2}. */
  public String target() {
    return target;
  }

  /** Every header line in the order sent, repeated names and all. */
  public List<Header> headers() {
    return headers;
  }

  /** The values of every header line called {@code name}, in order; capitals do not matter. */
  public List<String> headers(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  /** The first value of the header {@code name}; capitals do not matter. */
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /**
   * A copy of the body without its transfer coding, cut at {@link OriginOptions#withBodyLimit};
   * empty if there was none, or if the behaviour acted {@linkplain Behaviour#beforeBody before} it.
   */
  public byte[] body() {
    return body.clone();
  }

  /** {@link #body()} read as UTF-8; malformed bytes become the replacement character. */
  public String bodyText() {
    return new String(body, UTF_8);
  }

  /** The bytes of body that arrived: more than {@code body().length} if the body was cut. */
  public long bodySize() {
    return bodySize;
  }

  /** Method, target, connection and body size, for messages. */
  @Override
  public String toString() {
    return method + " " + target + " (connection " + connection + ", body " + bodySize + " bytes)";
  }
}
