package io.forebay.internal.net;

import io.forebay.spec.Credentials;
import io.forebay.spec.ProxySpec;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SOCKS 5 (RFC 1928), with nobody or user and password (RFC 1929). The JDK's own asks one
 * authenticator for the whole process, and falls back to the name of the system's user.
 */
final class Socks5 implements ProxyHandshake {
  private static final int VERSION = 5;
  private static final int NO_LOGIN = 0;
  private static final int USER_PASSWORD = 2;
  private static final int NONE_ACCEPTED = 0xff;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int DOMAIN = 3;
  private static final int IPV6 = 4;
  private static final int LONGEST = 255;

  private static final String[] REFUSALS = {
    "granted",
    "general failure",
    "not allowed by its rules",
    "network unreachable",
    "host unreachable",
    "connection refused",
    "TTL expired",
    "command not supported",
    "address type not supported"
  };

  private final ProxySpec.Fixed proxy;
  private final Resolver resolver;
  private final byte @Nullable [] login;

  /**
   * To this proxy, whose name is looked up there.
   *
   * @throws IllegalArgumentException if user or password is longer than SOCKS can carry
   */
  Socks5(ProxySpec.Fixed proxy, Resolver resolver) {
    this.proxy = proxy;
    this.resolver = resolver;
    this.login = proxy.login().map(Socks5::login).orElse(null);
  }

  private static byte[] login(Credentials credentials) {
    String both = credentials.reveal();
    int colon = both.indexOf(':');
    byte[] user = bytes(colon < 0 ? both : both.substring(0, colon));
    byte[] password = bytes(colon < 0 ? "" : both.substring(colon + 1));
    if (user.length > LONGEST || password.length > LONGEST) {
      throw new IllegalArgumentException(
          "proxy: user or password is too long for SOCKS 5 (expected: at most 255 bytes each)");
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(1); // The version of this dialogue.
    message.write(user.length);
    message.writeBytes(user);
    message.write(password.length);
    message.writeBytes(password);
    return message.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public List<InetAddress> proxies(InetSocketAddress target) throws IOException {
    return resolver.proxyAddresses(proxy.host());
  }

  @Override
  public int port(InetSocketAddress target) {
    return proxy.port();
  }

  @Override
  public Streams shake(Socket dialled, InetSocketAddress target) throws IOException {
    InputStream in = dialled.getInputStream();
    OutputStream out = dialled.getOutputStream();
    try {
      agreeOnLogin(in, out);
      out.write(request(target));
      readReply(in, target);
    } catch (EOFException e) {
      throw failed("closed the connection during the handshake", e);
    }
    return new Streams(in, out);
  }

  private void agreeOnLogin(InputStream in, OutputStream out) throws IOException {
    byte[] secret = login;
    out.write(
        secret == null
            ? new byte[] {VERSION, 1, NO_LOGIN}
            : new byte[] {VERSION, 2, NO_LOGIN, USER_PASSWORD});
    expectVersion(in);
    int method = read(in);
    if (method == NO_LOGIN) {
      return;
    }
    if (secret == null || method != USER_PASSWORD) {
      boolean wantsMore = method == NONE_ACCEPTED && secret == null;
      throw failed(wantsMore ? "wants credentials" : "asks for an unknown kind of login", null);
    }
    out.write(secret);
    read(in);
    if (read(in) != 0) {
      throw failed("refused the credentials", null);
    }
  }

  private byte[] request(InetSocketAddress target) throws ProxyException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(new byte[] {VERSION, CONNECT, 0});
    if (resolver.leavesName(target.getAddress())) {
      byte[] name = target.getHostString().getBytes(StandardCharsets.US_ASCII);
      if (name.length > LONGEST) {
        throw failed("cannot be told a name of " + name.length + " bytes (at most 255)", null);
      }
      message.write(DOMAIN);
      message.write(name.length);
      message.writeBytes(name);
    } else {
      byte[] address = target.getAddress().getAddress();
      message.write(address.length == 4 ? IPV4 : IPV6);
      message.writeBytes(address);
    }
    message.write(target.getPort() >> 8);
    message.write(target.getPort());
    return message.toByteArray();
  }

  private void readReply(InputStream in, InetSocketAddress target) throws IOException {
    expectVersion(in);
    int code = read(in);
    if (code != 0) {
      String why = code < REFUSALS.length ? REFUSALS[code] : "unknown reason";
      throw failed("does not connect to " + name(target) + ": " + why + " (" + code + ")", null);
    }
    read(in);
    skip(in, lengthOfAddress(in) + 2);
  }

  private int lengthOfAddress(InputStream in) throws IOException {
    int kind = read(in);
    return switch (kind) {
      case IPV4 -> 4;
      case IPV6 -> 16;
      case DOMAIN -> read(in);
      default -> throw failed("does not speak SOCKS 5 (address type " + kind + ")", null);
    };
  }

  private static String name(InetSocketAddress target) {
    return target.getHostString() + ":" + target.getPort();
  }

  private void expectVersion(InputStream in) throws IOException {
    int version = read(in);
    if (version != VERSION) {
      throw failed("does not speak SOCKS 5 (first byte " + version + ")", null);
    }
  }

  private static void skip(InputStream in, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      read(in);
    }
  }

  /** A byte; no more is read than belongs to the handshake. */
  private static int read(InputStream in) throws IOException {
    int one = in.read();
    if (one < 0) {
      throw new EOFException();
    }
    return one;
  }

  private ProxyException failed(String problem, @Nullable Throwable cause) {
    return new ProxyException(proxy, problem, cause);
  }
}
