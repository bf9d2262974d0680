package io.forebay.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * One accepted socket, and the TLS over it once it is secured. For its connection's thread only.
 */
final class Wire {
  private final Socket raw;
  private Socket socket;
  private InputStream in;
  private OutputStream out;

  private Wire(Socket raw, InputStream in, OutputStream out) {
    this.raw = raw;
    this.socket = raw;
    this.in = in;
    this.out = out;
  }

  /** Prepares {@code raw}; every write leaves at once. */
  static Wire over(Socket raw) throws IOException {
    raw.setTcpNoDelay(true);
    return new Wire(raw, new BufferedInputStream(raw.getInputStream()), raw.getOutputStream());
  }

  /** Does the TLS handshake, if the options ask for TLS. Nothing may have been read before. */
  void secure(OriginOptions options) throws IOException {
    if (!options.isTls()) {
      return;
    }
    SSLSocket tls = options.secure(raw);
    try {
      tls.startHandshake();
    } catch (SSLException e) {
      closeLingering(); // or the alert that says why might be lost
      throw e;
    }
    socket = tls;
    in = new BufferedInputStream(tls.getInputStream());
    out = tls.getOutputStream();
  }

  InputStream in() {
    return in;
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Reads and drops whatever the client sends until it closes. */
  void drain() throws IOException {
    byte[] dropped = new byte[8192];
    int read;
    do {
      read = in.read(dropped);
    } while (read >= 0);
  }

  /** Sends the end of the stream and keeps reading: no answer is lost to a RST for unread bytes. */
  void closeLingering() throws IOException {
    socket.shutdownOutput();
    drain();
    close();
  }

  /** Closes with a FIN, and close_notify before it if secured. Does not fail. */
  void close() {
    try (raw) {
      if (!socket.isClosed()) {
        socket.shutdownOutput();
      }
    } catch (IOException e) {
      // The other side was faster; the descriptor is released all the same.
    }
  }

  /** Closes with a FIN, whatever TLS would say before it. */
  void cut() throws IOException {
    raw.shutdownOutput();
    raw.close();
  }

  /** Closes with a RST, whatever is unsent. */
  void reset() throws IOException {
    raw.setSoLinger(true, 0);
    raw.close();
  }
}
