package io.forebay.internal.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A SOCKS 5 proxy. Names and every address of the world lead to 127.0.0.1. */
final class SocksProxy extends TestServer {
  private final List<String> log = new CopyOnWriteArrayList<>();
  private volatile String login;
  private volatile int reply;
  private volatile int boundKind = 1;
  private volatile String silentAt = "";
  private volatile String greeting;

  SocksProxy() throws IOException {
    start();
  }

  SocksProxy(InetAddress address, int port) throws IOException {
    super(address, port);
    start();
  }

  /** Wants {@code user:password}. */
  SocksProxy login(String userPassword) {
    login = userPassword;
    return this;
  }

  /** Answers every request with this code. */
  SocksProxy replies(int code) {
    reply = code;
    return this;
  }

  /** Says where it is bound as an address of this kind. */
  SocksProxy boundTo(int kind) {
    boundKind = kind;
    return this;
  }

  /** Says no more from there on: {@code greeting}, {@code login}, {@code reply}, {@code bound}. */
  SocksProxy silentAt(String place) {
    silentAt = place;
    return this;
  }

  /** Says this first, and closes. */
  SocksProxy says(String text) {
    greeting = text;
    return this;
  }

  String url(String scheme) {
    return scheme + "://127.0.0.1:" + port();
  }

  String url(String scheme, String userPassword) {
    return scheme + "://" + userPassword + "@127.0.0.1:" + port();
  }

  /** What was asked: methods, logins, targets. */
  List<String> log() {
    return log;
  }

  @Override
  void serve(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    readByte(in);
    int count = readByte(in);
    byte[] methods = in.readNBytes(count);
    log.add("methods " + Arrays.toString(methods));
    stop("greeting", in);
    if (greeting != null) {
      write(out, greeting);
      return;
    }
    if (login != null && !login(in, out, methods)) {
      return;
    }
    if (login == null) {
      out.write(new byte[] {5, 0});
    }
    connect(in, out);
  }

  private boolean login(InputStream in, OutputStream out, byte... methods) throws IOException {
    if (methods.length < 2) {
      out.write(new byte[] {5, (byte) 0xff});
      return false;
    }
    out.write(new byte[] {5, 2});
    readByte(in);
    String given = readText(in, readByte(in)) + ":" + readText(in, readByte(in));
    log.add("login " + given);
    stop("login", in);
    boolean right = given.equals(login);
    out.write(new byte[] {1, (byte) (right ? 0 : 1)});
    return right;
  }

  private void connect(InputStream in, OutputStream out) throws IOException {
    in.readNBytes(3);
    String target =
        switch (readByte(in)) {
          case 1 -> "ipv4 " + InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
          case 3 -> "name " + readText(in, readByte(in));
          default -> "ipv6 " + InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
        };
    int port = readByte(in) << 8 | readByte(in);
    log.add(target);
    stop("reply", in);
    out.write(new byte[] {5, (byte) reply, 0});
    stop("bound", in);
    out.write(
        switch (boundKind) {
          case 1 -> new byte[] {1, 0, 0, 0, 0, 0, 0};
          case 3 -> new byte[] {3, 2, 'a', 'b', 0, 0};
          case 4 -> new byte[] {4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
          default -> new byte[] {(byte) boundKind};
        });
    if (reply == 0 && boundKind <= 4) {
      pump(in, out, new Socket(InetAddress.getLoopbackAddress(), port));
    }
  }

  private void stop(String place, InputStream in) throws IOException {
    if (silentAt.equals(place)) {
      silence(in);
    }
  }
}
