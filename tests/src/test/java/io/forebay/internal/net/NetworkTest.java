package io.forebay.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.Origin;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.TransportSpec;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("HTTP_PROXY", "http://u:p@p:1");
  private final TransportSpec spec = TransportSpec.of(Origin.of("http://origin.test"));

  private static Network network(TransportSpec spec) {
    return Network.of(spec, ENVIRONMENT, Client.names(), System::nanoTime);
  }

  @Test
  void environmentCountsOnlyWhereItIsAskedFor() {
    assertThat(network(spec).route()).hasToString("direct");
    assertThat(network(spec.withProxy(new ProxySpec.Environment())).route())
        .hasToString("http://p:1");
  }

  @Test
  void unixSocketNeedsNoProxyOfTheEnvironment() {
    SocketSpec socket = SocketSpec.DEFAULT.withUnixSocket(Optional.of(Path.of("/nowhere")));
    TransportSpec local = spec.withSocket(socket).withProxy(new ProxySpec.Environment());
    assertThat(network(local).route().isDirect()).isTrue();
  }

  @Test
  void clientGoesItsWay() {
    Network network = network(spec.withProxy(new ProxySpec.Environment()));
    OkHttpClient client = network.apply(new OkHttpClient.Builder()).build();
    assertThat(client.dns()).isSameAs(network.resolver());
    assertThat(client.socketFactory()).isSameAs(network.sockets());
    assertThat(client.proxy()).isSameAs(network.route().proxyOfOkHttp());
    assertThat(client.proxyAuthenticator()).isSameAs(network.route());
    assertThat(client.fastFallback()).isFalse();
  }

  @Test
  void socketsBesideAreCountedApartAndHaveNoCap() throws IOException {
    try (SilentServer server = new SilentServer()) {
      Network network = network(Client.atMost(1).apply(spec));
      Network beside = network.beside();
      for (int i = 0; i < 3; i++) {
        Socket socket = beside.sockets().createSocket();
        socket.connect(server.address());
      }
      assertThat(beside.sockets().openCount()).isEqualTo(3);
      assertThat(network.sockets().openCount()).isZero();
      assertThat(beside.resolver()).isSameAs(network.resolver());
      beside.sockets().closeAll();
    }
  }
}
