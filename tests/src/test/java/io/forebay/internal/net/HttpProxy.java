package io.forebay.internal.net;

import io.forebay.spec.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** An HTTP proxy: tunnels on CONNECT, answers absolute URLs itself. */
public final class HttpProxy extends TestServer {
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private volatile String login;
  private volatile String answer;
  private volatile boolean silent;
  private volatile SSLSocketFactory tls;

  public HttpProxy() throws IOException {
    start();
  }

  /** Wants these credentials. */
  public HttpProxy login(String userPassword) {
    login = "Proxy-Authorization: " + Credentials.basic(userPassword).headerValue();
    return this;
  }

  /** Answers this to every request. */
  public HttpProxy answers(String raw) {
    answer = raw;
    return this;
  }

  /** Never answers. */
  public HttpProxy silent() {
    silent = true;
    return this;
  }

  /** Speaks TLS. */
  HttpProxy tls() {
    return tls(Client.SERVER_KEYS.sslSocketFactory());
  }

  /** Speaks TLS with these keys. */
  HttpProxy tls(SSLSocketFactory keys) {
    tls = keys;
    return this;
  }

  public String url() {
    return (tls == null ? "http" : "https") + "://127.0.0.1:" + port();
  }

  public String url(String userPassword) {
    return url().replace("://", "://" + userPassword + "@");
  }

  /** The heads of all requests. */
  public List<String> heads() {
    return heads;
  }

  @Override
  void serve(Socket socket) throws IOException {
    if (tls == null || silent) {
      speak(socket);
      return;
    }
    SSLSocket secured =
        (SSLSocket) tls.createSocket(socket, "127.0.0.1", socket.getLocalPort(), true);
    secured.setUseClientMode(false);
    speak(secured);
  }

  private void speak(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    if (silent) {
      silence(in);
    }
    while (true) {
      String head = readHead(in);
      heads.add(head);
      if (answer != null) {
        write(out, answer);
        return;
      }
      if (login != null && !head.contains(login + "\r\n")) {
        write(out, "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n");
        continue;
      }
      if (head.startsWith("CONNECT ")) {
        write(out, "HTTP/1.1 200 OK\r\n\r\n");
        String[] target = head.split("[ :]", 4);
        pump(in, out, new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(target[2])));
        return;
      }
      write(out, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy");
    }
  }
}
