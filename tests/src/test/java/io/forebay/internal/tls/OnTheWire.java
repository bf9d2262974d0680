package io.forebay.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.forebay.spec.Origin;
import io.forebay.spec.TlsSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocketFactory;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;

/** Servers and clients that are closed after the test. */
abstract class OnTheWire {
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  MockWebServer mutual(Protocol protocol) {
    MockWebServer server = register(TlsKit.serve(protocol, TlsKit.showing(TlsKit.SERVER)));
    server.requireClientAuth();
    return TlsKit.start(server);
  }

  MockWebServer server(Protocol protocol, HeldCertificate held) {
    return TlsKit.start(register(TlsKit.serve(protocol, TlsKit.showing(held))));
  }

  MockWebServer register(MockWebServer server) {
    opened.add(0, server);
    return server;
  }

  OkHttpClient client(OriginTls tls, Protocol protocol) {
    OkHttpClient client = TlsKit.client(tls, protocol);
    opened.add(0, () -> TlsKit.close(client));
    return client;
  }

  Response get(MockWebServer server, TlsSpec spec, Protocol protocol) throws IOException {
    return get(server, TlsKit.open(server, spec), protocol);
  }

  Response get(MockWebServer server, OriginTls tls, Protocol protocol) throws IOException {
    return TlsKit.get(client(tls, protocol), "localhost", server.getPort());
  }

  static RecordedRequest taken(MockWebServer server) {
    try {
      return server.takeRequest();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The port of a server that says this to whoever connects, unasked. */
  int answering(String text) {
    try {
      ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answer(server, text));
      opened.add(server);
      opened.add(answered::join);
      return server.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(ServerSocket server, String text) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The client has gone, which is what it should do.
    }
  }

  static SSLSocketFactory socketFactory(OriginTls tls) {
    OkHttpClient.Builder builder = new OkHttpClient.Builder();
    tls.applyTo(builder);
    return builder.build().sslSocketFactory();
  }

  /** What is said of the failure of an exchange. */
  String failure(MockWebServer server, TlsSpec spec) {
    OriginTls tls = TlsKit.open(server, spec);
    Throwable failure = catchThrowable(() -> get(server, tls, Protocol.HTTP_1_1));
    assertThat(failure).isInstanceOf(IOException.class);
    return TlsFailures.describe((Exception) failure, tls);
  }

  static OriginTls cleartext() {
    return OriginTls.open("users", Origin.of("http://localhost"), TlsSpec.DEFAULT, false);
  }
}
