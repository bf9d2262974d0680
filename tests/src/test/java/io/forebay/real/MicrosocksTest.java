package io.forebay.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendConnectException;
import io.forebay.BackendException.Processed;
import io.forebay.Environment;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Protocol;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A SOCKS 5 proxy that many networks really have, in front of nginx. */
class MicrosocksTest {

  private static BackendBuilder through(RealServer proxy, String scheme, String origin) {
    return Backend.builder("behind").origin(origin).proxy(scheme + "127.0.0.1:" + proxy.port());
  }

  private static String plain(RealServer nginx) {
    return "http://127.0.0.1:" + nginx.port();
  }

  private static void assertAnswers(Backend backend, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      try (Response response = backend.get("/x").send()) {
        assertThat(response.body().string()).isEqualTo("ok");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://", "socks5h://"})
  void plainRequestsPassItOverOneConnection(String scheme) throws Exception {
    try (RealServer nginx = NginxTest.nginx("", "");
        RealServer proxy = Microsocks.start();
        ManagedBackend backend = through(proxy, scheme, plain(nginx)).build()) {
      assertAnswers(backend, 20);
      assertThat(Microsocks.tunnels(proxy)).containsExactly("127.0.0.1:" + nginx.port());
      assertThat(backend.stats().totals().opened()).isEqualTo(1);
      assertThat(backend.stats().open()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"socks5://, false", "socks5://, true", "socks5h://, true"})
  void tlsPassesItOverOneConnection(String scheme, boolean http2) throws Exception {
    try (RealServer nginx = NginxTest.nginx("ssl http2", "");
        RealServer proxy = Microsocks.start();
        ManagedBackend backend =
            through(proxy, scheme, "https://127.0.0.1:" + nginx.port())
                .http2(http2)
                .tls(t -> t.ca(NginxTest.ROOT.certificatePem()))
                .build()) {
      assertAnswers(backend, 20);
      try (Response response = backend.get("/x").send()) {
        assertThat(response.protocol()).isEqualTo(http2 ? Protocol.HTTP_2 : Protocol.HTTP_1_1);
      }
      assertThat(Microsocks.tunnels(proxy)).hasSize(1);
    }
  }

  @Test
  void nameIsLeftToIt() throws Exception {
    try (RealServer nginx = NginxTest.nginx("", everyLoopback());
        RealServer proxy = Microsocks.start();
        ManagedBackend backend =
            through(proxy, "socks5h://", "http://localhost:" + nginx.port())
                .environment(Environment.system().withNames(MicrosocksTest::nobodyKnows))
                .build()) {
      assertAnswers(backend, 1);
      assertThat(Microsocks.tunnels(proxy)).containsExactly("localhost:" + nginx.port());
    }
  }

  @Test
  void nameIsLookedUpHere() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (RealServer nginx = NginxTest.nginx("", "");
        RealServer proxy = Microsocks.start();
        ManagedBackend backend =
            through(proxy, "socks5://", "http://origin.test:" + nginx.port())
                .environment(Environment.system().withNames(host -> List.of(loopback)))
                .build()) {
      assertAnswers(backend, 1);
      assertThat(Microsocks.tunnels(proxy)).containsExactly("127.0.0.1:" + nginx.port());
    }
  }

  private static List<InetAddress> nobodyKnows(String host) throws UnknownHostException {
    throw new UnknownHostException("asked here for " + host);
  }

  /** A further listener where this machine has IPv6, which it may prefer for {@code localhost}. */
  private static String everyLoopback() {
    byte[] address = new byte[16];
    address[15] = 1; // ::1
    try (ServerSocket possible = new ServerSocket(0, 1, InetAddress.getByAddress(address))) {
      return possible.isBound() ? "listen [::1]:PORT;" : "";
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void credentialsOpenIt() throws Exception {
    try (RealServer nginx = NginxTest.nginx("", "");
        RealServer proxy = Microsocks.start("-u", "user", "-P", "pa:ss");
        ManagedBackend backend = through(proxy, "socks5://user:pa%3Ass@", plain(nginx)).build()) {
      assertAnswers(backend, 5);
      assertThat(Microsocks.tunnels(proxy)).hasSize(1);
    }
  }

  @Test
  void credentialsThatNobodyAskedForAreKept() throws Exception {
    try (RealServer nginx = NginxTest.nginx("", "");
        RealServer proxy = Microsocks.start();
        ManagedBackend backend = through(proxy, "socks5://user:pass@", plain(nginx)).build()) {
      assertAnswers(backend, 1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "socks5://user:secret@, refused the credentials",
    "socks5h://nobody:pass@, refused the credentials",
    "socks5://, wants credentials"
  })
  void wrongCredentialsNameTheProxy(String scheme, String problem) throws Exception {
    try (RealServer nginx = NginxTest.nginx("", "");
        RealServer proxy = Microsocks.start("-u", "user", "-P", "pass");
        ManagedBackend backend = through(proxy, scheme, plain(nginx)).build()) {
      BackendConnectException failure = refusal(backend);
      assertThat(failure)
          .hasMessage(
              "backend 'behind': proxy %s127.0.0.1:%d %s (origin %s, attempt 1)",
              scheme.replaceAll("//.*", "//"), proxy.port(), problem, plain(nginx));
      assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND);
      assertThat(failure.requestProcessed()).isEqualTo(Processed.NO);
      assertThat(Microsocks.tunnels(proxy)).isEmpty();
      Waiting.until("nothing is left", () -> backend.stats().open() == 0);
      assertThat(backend.stats().leased()).isZero();
    }
  }

  @Test
  void originThatIsGoneIsSaidByTheProxy() throws Exception {
    RealServer nginx = NginxTest.nginx("", "");
    nginx.close();
    try (RealServer proxy = Microsocks.start();
        ManagedBackend backend = through(proxy, "socks5://", plain(nginx)).build()) {
      BackendConnectException failure = refusal(backend);
      assertThat(failure)
          .hasMessageContaining(
              "proxy socks5://127.0.0.1:%d does not connect to 127.0.0.1:%d: connection refused (5)",
              proxy.port(), nginx.port());
      assertThat(failure.requestProcessed()).isEqualTo(Processed.NO);
    }
  }

  @Test
  void proxyThatIsGoneIsNamed() throws Exception {
    RealServer proxy = Microsocks.start();
    proxy.close();
    try (RealServer nginx = NginxTest.nginx("", "");
        ManagedBackend backend = through(proxy, "socks5h://", plain(nginx)).build()) {
      assertThat(refusal(backend))
          .hasMessageContaining(
              "proxy socks5h://127.0.0.1:%d cannot be reached: Connection refused", proxy.port());
    }
  }

  private static BackendConnectException refusal(Backend backend) {
    return catchThrowableOfType(BackendConnectException.class, () -> backend.get("/x").send());
  }
}
