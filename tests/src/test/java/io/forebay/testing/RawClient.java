package io.forebay.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLContext;

/** A client without opinions: bytes out, bytes in, and how the connection ended. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;

  /** How the origin ended a connection. */
  enum End {
    FIN,
    RST
  }

  /** Everything that came before the end, and the end. */
  record Rest(String text, End end) {}

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    this.in = socket.getInputStream();
  }

  static RawClient connect(MisbehavingOrigin origin) throws IOException {
    return new RawClient(new Socket(loopback(), origin.port()));
  }

  static RawClient connect(MisbehavingOrigin origin, SSLContext trust) throws IOException {
    return new RawClient(trust.getSocketFactory().createSocket(loopback(), origin.port()));
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    return this;
  }

  RawClient get(String target) throws IOException {
    return request("GET", target);
  }

  RawClient request(String method, String target) throws IOException {
    return send(method + " " + target + " HTTP/1.1\r\nHost: origin\r\n\r\n");
  }

  /** Exactly so many bytes. */
  String read(int count) throws IOException {
    return new String(in.readNBytes(count), ISO_8859_1);
  }

  /** A head, and the body that its Content-Length announces. */
  String readAnswer() throws IOException {
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return answer.toString();
      }
      answer.append((char) next);
    }
    String length = answer.toString().replaceFirst("(?s).*\r\nContent-Length: (\\d+)\r\n.*", "$1");
    return answer.append(read(Integer.parseInt(length))).toString();
  }

  /** Reads until the origin ends the connection; fails if it does not. */
  Rest readRest() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        text.write(next);
      }
      return new Rest(text.toString(ISO_8859_1), End.FIN);
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      return new Rest(text.toString(ISO_8859_1), End.RST);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
