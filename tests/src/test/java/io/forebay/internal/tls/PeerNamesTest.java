package io.forebay.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.spec.Origin;
import io.forebay.spec.TlsSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeerNamesTest extends OnTheWire {
  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void threeNamesAreIndependent(Protocol protocol) throws IOException {
    MockWebServer server = server(protocol, TlsKit.server(TlsKit.ROOT, "s", "cert.example.com"));
    TlsSpec spec =
        TlsKit.expecting("cert.example.com").withSniHostname(Optional.of("sni.example.com"));
    assertThat(get(server, spec, protocol).code()).isEqualTo(200);
    RecordedRequest request = taken(server);
    assertThat(request.getHandshakeServerNames()).containsExactly("sni.example.com");
    assertThat(request.getUrl().host()).isEqualTo("localhost");
  }

  @Test
  void nameSentIsTheNameVerifiedUnlessThatIsGiven() throws IOException {
    MockWebServer server = server(Protocol.HTTP_1_1, TlsKit.server(TlsKit.ROOT, "s", "sni.test"));
    TlsSpec spec = TlsKit.trusting(TlsKit.ROOT).withSniHostname(Optional.of("SNI.test."));
    assertThat(get(server, spec, Protocol.HTTP_1_1).code()).isEqualTo(200);
    assertThatThrownBy(() -> get(server, TlsKit.trusting(TlsKit.ROOT), Protocol.HTTP_1_1))
        .hasMessageContaining("'CN=s' is valid for sni.test, not localhost");
  }

  @Test
  void anyNameCanBeSent() throws IOException {
    HeldCertificate held = TlsKit.server(TlsKit.ROOT, "s", "cert.test");
    MockWebServer server = server(Protocol.HTTP_1_1, held);
    for (String name : new String[] {"backend", "a.test", "127.0.0.1"}) {
      TlsSpec spec = TlsKit.expecting("cert.test").withSniHostname(Optional.of(name));
      get(server, spec, Protocol.HTTP_1_1);
      assertThat(taken(server).getHandshakeServerNames()).containsExactly(name);
    }
  }

  /** The JDK's server refuses these, others do not. */
  @Test
  void namesThatAreNoHostNamesByTheLetterAreSentAsTheyStand() throws IOException {
    for (String name : new String[] {"my_service.internal", "::1"}) {
      TlsSpec spec = TlsSpec.DEFAULT.withSniHostname(Optional.of(name));
      OriginTls tls = OriginTls.open("users", Origin.of("https://localhost"), spec, false);
      assertThat(new String(clientHello(tls), StandardCharsets.ISO_8859_1)).contains(name);
    }
  }

  private static byte[] clientHello(OriginTls tls) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<byte[]> record =
          CompletableFuture.supplyAsync(
              () -> {
                try (Socket socket = server.accept()) {
                  byte[] head = socket.getInputStream().readNBytes(5);
                  return socket
                      .getInputStream()
                      .readNBytes(((head[3] & 0xff) << 8) | (head[4] & 0xff));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      Socket raw = new Socket(server.getInetAddress(), server.getLocalPort());
      try (SSLSocket socket =
          (SSLSocket) socketFactory(tls).createSocket(raw, "localhost", raw.getPort(), true)) {
        assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
      }
      return record.join();
    }
  }

  @Test
  void withoutNameTheJdkDecides() throws IOException {
    HeldCertificate held = TlsKit.server(TlsKit.ROOT, "s", "localhost", "a.test", "127.0.0.1");
    MockWebServer server = server(Protocol.HTTP_1_1, held);
    TlsSpec spec = TlsKit.trusting(TlsKit.ROOT);
    assertThat(sent(server, spec, "a.test")).containsExactly("a.test");
    assertThat(sent(server, spec, "localhost")).isEmpty();
    assertThat(sent(server, spec, "127.0.0.1")).isEmpty();
  }

  private List<String> sent(MockWebServer server, TlsSpec spec, String host) throws IOException {
    OkHttpClient client =
        client(TlsKit.open(server, spec), Protocol.HTTP_1_1)
            .newBuilder()
            .dns(name -> Dns.SYSTEM.lookup("127.0.0.1"))
            .build();
    TlsKit.get(client, host, server.getPort());
    return taken(server).getHandshakeServerNames();
  }

  @Test
  void addressesAreVerifiedAsAddresses() throws IOException {
    MockWebServer server = server(Protocol.HTTP_1_1, TlsKit.SERVER);
    for (String name : new String[] {"127.0.0.1", "[::1]", "::1"}) {
      assertThat(get(server, TlsKit.expecting(name), Protocol.HTTP_1_1).code()).isEqualTo(200);
    }
    assertThatThrownBy(() -> get(server, TlsKit.expecting("127.0.0.2"), Protocol.HTTP_1_1))
        .hasMessageContaining("not 127.0.0.2");
    OkHttpClient byAddress =
        client(TlsKit.open(server, TlsKit.trusting(TlsKit.ROOT)), Protocol.HTTP_1_1);
    assertThat(TlsKit.get(byAddress, "127.0.0.1", server.getPort()).code()).isEqualTo(200);
  }

  @Test
  void namesThatAreNoneAreRefused() {
    for (String name : new String[] {"", "a b", "*.test", "http://a", "a/b", "."}) {
      assertThatThrownBy(() -> PeerNames.of(TlsKit.expecting(name)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("tls.cert_hostname: '" + name + "' (expected: a host name or an address)");
      assertThatThrownBy(() -> PeerNames.of(TlsSpec.DEFAULT.withSniHostname(Optional.of(name))))
          .hasMessageStartingWith("tls.sni_hostname: ");
    }
    assertThat(PeerNames.of(TlsKit.expecting("bücher.test")).verified("x"))
        .isEqualTo("xn--bcher-kva.test");
  }
}
