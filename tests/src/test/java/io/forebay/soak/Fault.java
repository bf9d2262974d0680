package io.forebay.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** What the origin does with a request that it has read. */
enum Fault {
  NONE,
  CHUNKED,
  STATUS_500,
  STRAY_ANSWER,
  STRAY_AFTER_CHUNKS,
  GARBAGE,
  EXTRA_CRLF,
  STALE_408,
  STALE_FIN,
  STALE_RST,
  NO_ANSWER_FIN,
  NO_ANSWER_RST,
  CUT_HEAD,
  CUT_BODY,
  CUT_CHUNK,
  NEGATIVE_LENGTH,
  TWO_LENGTHS,
  BAD_STATUS,
  FOLDED,
  UNASKED_101,
  STALL;

  private static final String STRAY = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nstray";

  /** Whether the answer is a good one, whatever becomes of its connection. */
  boolean answers() {
    return compareTo(NO_ANSWER_FIN) < 0;
  }

  /** Answers, or not; whether the connection stays open. */
  boolean apply(Socket socket, String body) throws IOException {
    OutputStream out = socket.getOutputStream();
    String ok = head("200 OK", body.length()) + body;
    switch (this) {
      case NONE -> write(out, ok);
      case CHUNKED -> write(out, chunked(body));
      case STATUS_500 -> write(out, head("500 Oh", body.length()) + body);
      case STRAY_ANSWER -> write(out, ok + STRAY);
      case STRAY_AFTER_CHUNKS -> write(out, chunked(body) + STRAY);
      case GARBAGE -> write(out, ok + "\0\1\2garbage");
      case EXTRA_CRLF -> write(out, ok + "\r\n\r\n");
      case STALE_408 -> write(out, ok + "HTTP/1.1 408 Idle\r\nConnection: close\r\n\r\n");
      case STALE_FIN, STALE_RST -> write(out, ok);
      case CUT_HEAD -> write(out, "HTTP/1.1 2");
      case CUT_BODY -> write(out, head("200 OK", body.length() + 50) + body);
      case CUT_CHUNK ->
          write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf");
      case NEGATIVE_LENGTH -> write(out, head("200 OK", -5) + body);
      case TWO_LENGTHS -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n" + ok.substring(17));
      case BAD_STATUS -> write(out, head("-12 Odd", body.length()) + body);
      case FOLDED -> write(out, "HTTP/1.1 200 OK\r\nX-A: a\r\n b\r\n" + ok.substring(17));
      case UNASKED_101 -> write(out, "HTTP/1.1 101 Go\r\nUpgrade: lab\r\n\r\n" + ok);
      default -> {}
    }
    if (this == STALE_RST || this == NO_ANSWER_RST) {
      socket.setSoLinger(true, 0);
    }
    return switch (this) {
      case STALE_FIN, STALE_RST, STALE_408 -> false;
      case NO_ANSWER_FIN, NO_ANSWER_RST, CUT_HEAD, CUT_BODY, CUT_CHUNK -> false;
      default -> true;
    };
  }

  private static String head(String status, long length) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + length + "\r\n\r\n";
  }

  private static String chunked(String body) {
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        + Integer.toHexString(body.length())
        + "\r\n"
        + body
        + "\r\n0\r\n\r\n";
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }
}
