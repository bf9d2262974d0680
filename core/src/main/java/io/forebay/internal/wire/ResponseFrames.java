package io.forebay.internal.wire;

/**
 * Where the responses of an HTTP/1.1 connection begin and end (RFC 9112 section 6), strictly: what
 * two readers could understand in two ways is refused. Used by the thread that reads.
 */
final class ResponseFrames {
  /** Most interim responses to one request. */
  static final int MOST_INTERIM = 16;

  private static final int MOST_CHUNK_LINE = 256;
  private static final int MOST_CHUNK_DIGITS = 15;

  private enum State {
    /** No response is awaited: whatever comes is too much. */
    IDLE,
    STATUS_LINE,
    FIELDS,
    /** A body of known length, or the data of a chunk. */
    DATA,
    CHUNK_SIZE,
    CHUNK_EXTENSION,
    CHUNK_SIZE_END,
    CHUNK_DATA_CR,
    CHUNK_DATA_LF,
    TRAILERS,
    /** A body that ends with the connection. */
    UNTIL_CLOSE,
    /** Not HTTP any more. */
    TUNNEL
  }

  private final FieldLines lines = new FieldLines();
  private State state = State.IDLE;
  private boolean headRequest;
  private boolean mayUpgrade;
  private int status;
  private boolean oldVersion;
  private int interim;
  private long length;
  private boolean chunked;
  private boolean transferCoded;
  private long left;
  private int chunkDigits;
  private int chunkLine;

  /** A request is about to be sent. */
  void begin(String method, boolean upgrade) {
    headRequest = method.equals("HEAD");
    mayUpgrade = upgrade;
    interim = 0;
    lines.reset();
    startHead();
  }

  private void startHead() {
    state = State.STATUS_LINE;
    length = -1;
    chunked = false;
    transferCoded = false;
  }

  /** Whether a response has ended and no other is awaited. */
  boolean idle() {
    return state == State.IDLE;
  }

  /** Whether a response's head is awaited or has begun. */
  boolean inHead() {
    return state == State.STATUS_LINE || state == State.FIELDS;
  }

  /** Whether the connection has left HTTP. */
  boolean tunnels() {
    return state == State.TUNNEL;
  }

  /**
   * Follows bytes that came.
   *
   * @return how many of them belong to the response; the others are too much
   * @throws ProtocolViolation if they are no HTTP
   */
  int accept(byte[] bytes, int offset, int count) throws ProtocolViolation {
    int at = offset;
    int end = offset + count;
    while (at < end && state != State.IDLE) {
      if (state == State.DATA) {
        int taken = (int) Math.min(left, end - at);
        left -= taken;
        at += taken;
        if (left == 0) {
          state = chunked ? State.CHUNK_DATA_CR : State.IDLE;
        }
      } else if (state == State.UNTIL_CLOSE || state == State.TUNNEL) {
        at = end;
      } else if (state == State.STATUS_LINE || state == State.FIELDS || state == State.TRAILERS) {
        at += line(bytes, at, end);
      } else {
        take(bytes[at]);
        at++;
      }
    }
    return at - offset;
  }

  private int line(byte[] bytes, int at, int end) throws ProtocolViolation {
    int taken = lines.take(bytes, at, end, state == State.STATUS_LINE);
    if (taken >= 0) {
      return taken;
    }
    switch (state) {
      case STATUS_LINE -> statusLine();
      case FIELDS -> field();
      default -> trailer();
    }
    return -taken - 1;
  }

  private void take(byte b) throws ProtocolViolation {
    switch (state) {
      case CHUNK_SIZE -> chunkSize(b);
      case CHUNK_EXTENSION -> chunkExtension(b);
      case CHUNK_SIZE_END -> chunkSizeEnd(b);
      case CHUNK_DATA_CR -> state = expect(b, '\r', State.CHUNK_DATA_LF);
      case CHUNK_DATA_LF -> {
        state = expect(b, '\n', State.CHUNK_SIZE);
        startChunk();
      }
      default -> throw new IllegalStateException(state.name());
    }
  }

  private static State expect(byte b, char expected, State next) throws ProtocolViolation {
    if (b != expected) {
      throw new ProtocolViolation("a chunk that is longer than it says");
    }
    return next;
  }

  // ---- the head

  private void statusLine() throws ProtocolViolation {
    status = lines.status();
    oldVersion = lines.oldVersion();
    state = State.FIELDS;
  }

  private void field() throws ProtocolViolation {
    if (lines.isEnd()) {
      endOfHead();
      return;
    }
    int name = lines.field();
    if (lines.isNamed("content-length", name)) {
      contentLength(lines.lengthValue(name));
    } else if (lines.isNamed("transfer-encoding", name)) {
      transferEncoding(lines.value(name));
    }
  }

  private void contentLength(long found) throws ProtocolViolation {
    if (found < 0 || (length >= 0 && length != found)) {
      throw new ProtocolViolation("a Content-Length that is none, or two that differ");
    }
    length = found;
  }

  private void transferEncoding(String value) throws ProtocolViolation {
    if (transferCoded || !value.equalsIgnoreCase("chunked")) {
      throw new ProtocolViolation("a Transfer-Encoding other than one chunked");
    }
    transferCoded = true;
  }

  private void endOfHead() throws ProtocolViolation {
    if (transferCoded && (length >= 0 || oldVersion)) {
      throw new ProtocolViolation(
          "Transfer-Encoding along with " + (oldVersion ? "HTTP/1.0" : "Content-Length"));
    }
    if (status == 101) {
      upgrade();
    } else if (status < 200) {
      if (++interim > MOST_INTERIM) {
        throw ProtocolViolation.excess("more than " + MOST_INTERIM + " interim responses");
      }
      startHead();
    } else {
      lines.reset();
      startBody();
    }
  }

  private void upgrade() throws ProtocolViolation {
    if (!mayUpgrade) {
      throw new ProtocolViolation("a status 101 that nobody asked for");
    }
    state = State.TUNNEL;
  }

  private void startBody() {
    if (headRequest || status == 204 || status == 304) {
      state = State.IDLE;
    } else if (transferCoded) {
      chunked = true;
      state = State.CHUNK_SIZE;
      startChunk();
    } else if (length < 0) {
      state = State.UNTIL_CLOSE;
    } else {
      left = length;
      state = length == 0 ? State.IDLE : State.DATA;
    }
  }

  // ---- chunks

  private void startChunk() {
    left = 0;
    chunkDigits = 0;
    chunkLine = 0;
  }

  private void chunkSize(byte b) throws ProtocolViolation {
    countChunkLine();
    int digit = Character.digit(b, 16);
    if (digit >= 0) {
      if (++chunkDigits > MOST_CHUNK_DIGITS) {
        throw new ProtocolViolation("a chunk size of more than " + MOST_CHUNK_DIGITS + " digits");
      }
      left = 16 * left + digit;
    } else if (chunkDigits == 0) {
      throw new ProtocolViolation("a chunk without a size");
    } else if (b == '\r') {
      state = State.CHUNK_SIZE_END;
    } else if (b == ';' || b == ' ' || b == '\t') {
      state = State.CHUNK_EXTENSION;
    } else {
      throw new ProtocolViolation("a chunk size that is no hexadecimal number");
    }
  }

  private void chunkExtension(byte b) throws ProtocolViolation {
    countChunkLine();
    if (b == '\r') {
      state = State.CHUNK_SIZE_END;
    } else if ((b >= 0 && b < 0x20 && b != '\t') || b == 0x7f) {
      throw new ProtocolViolation("a control character in a chunk extension");
    }
  }

  private void countChunkLine() throws ProtocolViolation {
    if (++chunkLine > MOST_CHUNK_LINE) {
      throw ProtocolViolation.excess("a chunk line of more than " + MOST_CHUNK_LINE + " bytes");
    }
  }

  private void chunkSizeEnd(byte b) throws ProtocolViolation {
    if (b != '\n') {
      throw new ProtocolViolation("a chunk line that ends without LF");
    }
    state = left == 0 ? State.TRAILERS : State.DATA;
  }

  private void trailer() throws ProtocolViolation {
    if (lines.isEnd()) {
      state = State.IDLE;
    } else {
      lines.field();
    }
  }
}
