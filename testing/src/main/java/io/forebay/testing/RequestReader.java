package io.forebay.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.forebay.testing.ReceivedRequest.Header;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads requests from one connection, strictly (RFC 9112): a client's mistake is to be seen, not
 * repaired.
 */
final class RequestReader {
  private static final int HEAD_LIMIT = 64 * 1024;
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VERSION = Pattern.compile("HTTP/1\\.[01]");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,18}");
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f]{1,15}");

  private final InputStream in;
  private final int bodyLimit;

  /** What is left of the head's, or the trailers', share of memory. */
  private int budget;

  RequestReader(InputStream in, int bodyLimit) {
    this.in = in;
    this.bodyLimit = bodyLimit;
  }

  /** The body as far as it is kept, and how long it really was. */
  static final class Body {
    static final Body NONE = new Body(new byte[0], 0);

    private final byte[] kept;
    private final long size;

    private Body(byte[] kept, long size) {
      this.kept = kept;
      this.size = size;
    }

    byte[] kept() {
      return kept;
    }

    long size() {
      return size;
    }
  }

  /** The next head, or empty if the client closed the connection between two requests. */
  Optional<RequestHead> readHead() throws IOException {
    budget = HEAD_LIMIT;
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    String line = readLine(first);
    if (line.isEmpty()) { // one empty line before a request is forgiven: RFC 9112, 2.2
      line = readLine(in.read());
    }
    String[] parts = line.split(" ", -1);
    if (parts.length != 3 || !isToken(parts[0]) || parts[1].isEmpty() || !isVersion(parts[2])) {
      throw malformed("request line: '" + line + "' (expected: METHOD target HTTP/1.1)");
    }
    RequestHead head = new RequestHead(parts[0], parts[1], parts[2], readHeaders());
    checkHost(head);
    checkFraming(head);
    return Optional.of(head);
  }

  /** Reads the whole body that {@code head} announces and keeps the beginning of it. */
  Body readBody(RequestHead head) throws IOException {
    if (!head.hasBody()) {
      return Body.NONE;
    }
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    if (!head.chunked()) {
      long length = Long.parseLong(head.values("Content-Length").get(0));
      copy(length, kept);
      return new Body(kept.toByteArray(), length);
    }
    long size = 0;
    for (long chunk = readChunkSize(); chunk > 0; chunk = readChunkSize()) {
      copy(chunk, kept);
      size += chunk;
      if (!readLine(in.read()).isEmpty()) {
        throw malformed("bytes after a chunk of " + chunk + " (expected: CRLF)");
      }
    }
    readHeaders(); // trailers
    return new Body(kept.toByteArray(), size);
  }

  private List<Header> readHeaders() throws IOException {
    List<Header> headers = new ArrayList<>();
    for (String line = readLine(in.read()); !line.isEmpty(); line = readLine(in.read())) {
      int colon = line.indexOf(':');
      if (colon < 0 || !isToken(line.substring(0, colon))) {
        throw malformed("header line: '" + line + "' (expected: name: value)");
      }
      headers.add(new Header(line.substring(0, colon), trim(line.substring(colon + 1))));
    }
    return headers;
  }

  private long readChunkSize() throws IOException {
    budget = HEAD_LIMIT;
    String line = readLine(in.read());
    int end = line.indexOf(';');
    String size = trim(end < 0 ? line : line.substring(0, end));
    if (!HEXADECIMAL.matcher(size).matches()) {
      throw malformed("chunk size: '" + size + "' (expected: hexadecimal digits)");
    }
    return Long.parseLong(size, 16);
  }

  private void copy(long length, ByteArrayOutputStream kept) throws IOException {
    byte[] buffer = new byte[8192];
    for (long left = length; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new EOFException("the client closed with " + left + " bytes of body to come");
      }
      kept.write(buffer, 0, Math.min(read, bodyLimit - kept.size()));
      left -= read;
    }
  }

  /** The line that starts with the byte {@code first}, without its CRLF. */
  private String readLine(int first) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = first; next != '\r'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the client closed inside a line");
      }
      if (next == '\n' || next == 0) {
        throw malformed("byte " + next + " inside a line (expected: CRLF at its end)");
      }
      spendBudget();
      line.write(next);
    }
    spendBudget();
    if (in.read() != '\n') {
      throw malformed("CR without LF");
    }
    return line.toString(ISO_8859_1);
  }

  private void spendBudget() throws IOException {
    if (--budget < 0) {
      throw new MalformedRequestException(431, "head of more than " + HEAD_LIMIT + " bytes");
    }
  }

  private static void checkHost(RequestHead head) throws IOException {
    int hosts = head.values("Host").size();
    if (hosts > 1 || (hosts == 0 && head.isHttp11())) {
      throw malformed(hosts + " Host headers (expected: 1)");
    }
  }

  private static void checkFraming(RequestHead head) throws IOException {
    List<String> lengths = head.values("Content-Length");
    List<String> codings = head.values("Transfer-Encoding");
    if (lengths.size() + codings.size() > 1) {
      throw malformed("Content-Length " + lengths + " and Transfer-Encoding " + codings);
    }
    if (!lengths.isEmpty() && !DECIMAL.matcher(lengths.get(0)).matches()) {
      throw malformed("Content-Length: '" + lengths.get(0) + "' (expected: decimal digits)");
    }
    if (!codings.isEmpty() && !codings.get(0).equalsIgnoreCase("chunked")) {
      throw malformed("Transfer-Encoding: '" + codings.get(0) + "' (expected: chunked)");
    }
  }

  private static MalformedRequestException malformed(String what) {
    return new MalformedRequestException(400, what);
  }

  private static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }

  private static boolean isVersion(String text) {
    return VERSION.matcher(text).matches();
  }

  /** Without the white space that RFC 9110 allows around a value: space and tab only. */
  private static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
