package io.forebay.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendConnectException;
import io.forebay.BackendException.Processed;
import io.forebay.BackendTransferException;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import io.forebay.spi.Phase;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import okhttp3.Protocol;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An HTTP proxy that many networks really have, in front of nginx. Both are on the loopback: a
 * proxy that is named explicitly is used for it too.
 */
class TinyproxyTest {
  private static final String SHOW_LOGIN =
      "location /login { return 200 '[$http_proxy_authorization]'; }";

  private static String plain(RealServer nginx) {
    return "http://127.0.0.1:" + nginx.port();
  }

  private static String secured(RealServer nginx) {
    return "https://127.0.0.1:" + nginx.port();
  }

  private static BackendBuilder through(RealServer proxy, String login, String origin) {
    return Backend.builder("behind")
        .origin(origin)
        .proxy("http://" + login + "127.0.0.1:" + proxy.port());
  }

  private static BackendBuilder through(RealServer proxy, String origin) {
    return through(proxy, "", origin);
  }

  private static BackendBuilder tls(BackendBuilder builder, boolean http2) {
    return builder.http2(http2).tls(t -> t.ca(NginxTest.ROOT.certificatePem()));
  }

  /** The requests that the proxy was asked, each {@code METHOD target version}. */
  private static List<String> asked(RealServer proxy) {
    try {
      return proxy.lines("tinyproxy.log").stream()
          .filter(line -> line.contains("Request (file descriptor"))
          .map(line -> line.substring(line.indexOf("): ") + 3))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The requests that reached the origin; nginx writes them down after it answered. */
  private static List<String> seen(RealServer nginx) {
    try {
      return nginx.lines("access.log");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String body(Backend backend, String path) throws IOException {
    try (Response response = backend.get(path).send()) {
      assertThat(response.code()).isEqualTo(200);
      return response.body().string();
    }
  }

  private static BackendConnectException refusal(Backend backend) {
    return catchThrowableOfType(BackendConnectException.class, () -> backend.get("/x").send());
  }

  @Test
  void plainRequestsPassIt() throws Exception {
    try (RealServer nginx = NginxTest.nginx("", "");
        RealServer proxy = Tinyproxy.start();
        ManagedBackend backend = through(proxy, plain(nginx)).build()) {
      for (int i = 0; i < 20; i++) {
        assertThat(body(backend, "/x" + i)).isEqualTo("ok");
      }
      Waiting.until("all are logged", () -> asked(proxy).size() + seen(nginx).size() == 40);
      assertThat(asked(proxy).get(0)).isEqualTo("GET " + plain(nginx) + "/x0 HTTP/1.1");
      assertThat(backend.stats().leased()).isZero();
    }
  }

  /**
   * It closes each connection after one answer and takes off the {@code Connection: close} that
   * would say so: once every second POST met a connection that was just being closed. What is sent
   * in that moment fails, and is not sent again.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void postsPassItAtMostOnceEach(boolean reuse) throws Exception {
    try (RealServer nginx = NginxTest.nginx("", "");
        RealServer proxy = Tinyproxy.start();
        ManagedBackend backend =
            through(proxy, plain(nginx)).disableConnectionReuse(!reuse).build()) {
      int answered = 0;
      for (int i = 0; i < 200; i++) {
        answered += posted(backend, "/p/" + i) ? 1 : 0;
      }
      assertThat(answered).isGreaterThanOrEqualTo(reuse ? 160 : 200);
      int least = answered;
      Waiting.until("all are logged", () -> seen(nginx).size() >= least);
      assertThat(seen(nginx)).extracting(NginxTest::uri).doesNotHaveDuplicates();
      assertThat(asked(proxy)).doesNotHaveDuplicates().allMatch(line -> line.startsWith("POST "));
    }
  }

  private static boolean posted(Backend backend, String path) throws IOException {
    try (Response response = backend.post(path).body("text/plain", "x").send()) {
      assertThat(response.code()).isEqualTo(200);
      return true;
    } catch (BackendTransferException e) {
      assertThat(e.requestProcessed()).isEqualTo(Processed.MAYBE);
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tlsRunsThroughOneTunnel(boolean http2) throws Exception {
    try (RealServer nginx = NginxTest.nginx("ssl http2", "");
        RealServer proxy = Tinyproxy.start();
        ManagedBackend backend = tls(through(proxy, secured(nginx)), http2).build()) {
      for (int i = 0; i < 20; i++) {
        assertThat(body(backend, "/x")).isEqualTo("ok");
      }
      try (Response response = backend.get("/x").send()) {
        assertThat(response.protocol()).isEqualTo(http2 ? Protocol.HTTP_2 : Protocol.HTTP_1_1);
      }
      assertThat(asked(proxy)).containsExactly("CONNECT 127.0.0.1:" + nginx.port() + " HTTP/1.1");
      assertThat(backend.stats().totals().opened()).isEqualTo(1);
    }
  }

  @Test
  void credentialsOpenItAndStayThere() throws Exception {
    try (RealServer nginx = NginxTest.nginx("", SHOW_LOGIN);
        RealServer tlsNginx = NginxTest.nginx("ssl", SHOW_LOGIN);
        RealServer proxy = Tinyproxy.start("BasicAuth user pass");
        ManagedBackend plain = through(proxy, "user:pass@", plain(nginx)).build();
        ManagedBackend tls = tls(through(proxy, "user:pass@", secured(tlsNginx)), false).build()) {
      assertThat(body(plain, "/login")).isEqualTo("[]");
      assertThat(body(tls, "/login")).isEqualTo("[]");
      Waiting.until("each was asked once", () -> asked(proxy).size() == 2);
    }
  }

  /** It answers 401 where 407 was meant, so OkHttp takes it for a refused tunnel. */
  @Test
  void wrongCredentialsForATunnelNameTheProxy() throws Exception {
    try (RealServer nginx = NginxTest.nginx("ssl", "");
        RealServer proxy = Tinyproxy.start("BasicAuth user pass");
        ManagedBackend backend =
            tls(through(proxy, "user:secret@", secured(nginx)), false).build()) {
      BackendConnectException failure = refusal(backend);
      assertRefusedBy(proxy, failure, nginx);
      assertThat(failure)
          .hasMessage(
              "backend 'behind': connecting to '%s' through proxy http://127.0.0.1:%d failed:"
                  + " Unexpected response code for CONNECT: 401",
              secured(nginx), proxy.port());
      assertThat(backend.stats().leased()).isZero();
    }
  }

  /** The same 401 over a plain connection cannot be told from the origin's own. */
  @Test
  void wrongCredentialsForAPlainRequestAreTheProxysAnswer() throws Exception {
    try (RealServer nginx = NginxTest.nginx("", "");
        RealServer proxy = Tinyproxy.start("BasicAuth user pass");
        ManagedBackend backend = through(proxy, "user:secret@", plain(nginx)).build();
        Response response = backend.get("/x").send()) {
      assertThat(response.code()).isEqualTo(401);
      assertThat(response.header("Server")).startsWith("tinyproxy");
      assertThat(seen(nginx)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void missingCredentialsAreSaid(String scheme) throws Exception {
    try (RealServer nginx = NginxTest.nginx(scheme.equals("https") ? "ssl" : "", "");
        RealServer proxy = Tinyproxy.start("BasicAuth user pass");
        ManagedBackend backend = through(proxy, scheme + "://127.0.0.1:" + nginx.port()).build()) {
      BackendConnectException failure = refusal(backend);
      assertRefusedBy(proxy, failure, nginx);
      assertThat(failure)
          .hasMessage(
              "backend 'behind': proxy http://127.0.0.1:%d wants credentials (407)"
                  + " (origin %s://127.0.0.1:%d, attempt 1)",
              proxy.port(), scheme, nginx.port());
      Waiting.until("nothing is left", () -> backend.stats().leased() == 0);
    }
  }

  @Test
  void portThatItDoesNotConnectToIsAFailureToConnect() throws Exception {
    try (RealServer nginx = NginxTest.nginx("ssl", "");
        RealServer proxy = Tinyproxy.start("ConnectPort 443");
        ManagedBackend backend = tls(through(proxy, secured(nginx)), false).build()) {
      BackendConnectException failure = refusal(backend);
      assertRefusedBy(proxy, failure, nginx);
      assertThat(failure).hasMessageEndingWith("failed: Unexpected response code for CONNECT: 403");
      assertThat(backend.stats().open()).isZero();
    }
  }

  @Test
  void originThatIsGoneIsAFailureToConnect() throws Exception {
    RealServer nginx = NginxTest.nginx("ssl", "");
    try (RealServer proxy = Tinyproxy.start();
        ManagedBackend backend = tls(through(proxy, secured(nginx)), false).build()) {
      assertThat(body(backend, "/x")).isEqualTo("ok");
      nginx.close();
      Waiting.until("the tunnel is gone", () -> !answers(backend));
      BackendConnectException failure = refusal(backend);
      assertThat(failure).hasMessageContaining(" through proxy http://127.0.0.1:" + proxy.port());
      assertThat(failure.requestProcessed()).isEqualTo(Processed.NO);
    }
  }

  private static boolean answers(Backend backend) {
    try (Response response = backend.get("/x").send()) {
      return response.isSuccessful();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void proxyThatIsGoneIsNamed() throws Exception {
    try (RealServer nginx = NginxTest.nginx("", "")) {
      RealServer proxy = Tinyproxy.start();
      try (ManagedBackend backend = through(proxy, plain(nginx)).build()) {
        assertThat(body(backend, "/x")).isEqualTo("ok");
        proxy.close();
        assertThat(refusal(backend))
            .hasMessageContaining(
                "proxy http://127.0.0.1:%d cannot be reached: Connection refused", proxy.port());
      }
    }
  }

  private static void assertRefusedBy(
      RealServer proxy, BackendConnectException failure, RealServer nginx) {
    assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND);
    assertThat(failure.requestProcessed()).isEqualTo(Processed.NO);
    assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
    assertThat(failure)
        .hasMessageContaining("proxy http://127.0.0.1:" + proxy.port())
        .hasMessageNotContaining("secret");
    assertThat(asked(proxy)).hasSize(1);
    assertThat(seen(nginx)).isEmpty();
  }
}
