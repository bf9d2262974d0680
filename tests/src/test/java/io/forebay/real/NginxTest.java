package io.forebay.real;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendException;
import io.forebay.ManagedBackend;
import io.forebay.spec.Material;
import io.forebay.testing.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that many origins really are, over each protocol. */
class NginxTest {
  static final HeldCertificate ROOT =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("test root").build();
  private static final HeldCertificate SERVER =
      new HeldCertificate.Builder()
          .signedBy(ROOT)
          .commonName("localhost")
          .addSubjectAlternativeName("localhost")
          .addSubjectAlternativeName("127.0.0.1")
          .build();
  private static final HeldCertificate CLIENT =
      new HeldCertificate.Builder().signedBy(ROOT).commonName("forebay client").build();

  /** An origin with a certificate of {@link #ROOT}. */
  static RealServer nginx(String listen, String server) throws Exception {
    return Nginx.start(listen, server, SERVER, ROOT);
  }

  private static BackendBuilder plain(RealServer nginx) {
    return Backend.builder("nginx").origin("http://127.0.0.1:" + nginx.port());
  }

  private static BackendBuilder tls(RealServer nginx, boolean http2) {
    return Backend.builder("nginx")
        .origin("https://127.0.0.1:" + nginx.port())
        .http2(http2)
        .tls(t -> t.ca(ROOT.certificatePem()));
  }

  @Test
  void plainHttp1() throws Exception {
    try (RealServer nginx = nginx("", "");
        ManagedBackend backend = plain(nginx).build()) {
      for (int i = 0; i < 20; i++) {
        try (Response response = backend.get("/x").send()) {
          assertThat(response.body().string()).isEqualTo("ok");
        }
      }
      assertThat(backend.stats().totals().opened()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tls(boolean http2) throws Exception {
    try (RealServer nginx = nginx("ssl http2", "");
        ManagedBackend backend = tls(nginx, http2).build();
        Response response = backend.get("/x").send()) {
      assertThat(response.body().string()).isEqualTo("ok");
      assertThat(response.protocol()).isEqualTo(http2 ? Protocol.HTTP_2 : Protocol.HTTP_1_1);
    }
  }

  @Test
  void clientCertificateIsShown() throws Exception {
    String server = "ssl_client_certificate FOLDER/ca.pem; ssl_verify_client on;";
    try (RealServer nginx = nginx("ssl", server);
        ManagedBackend without = tls(nginx, false).build();
        ManagedBackend with =
            Backend.builder("nginx")
                .origin("https://127.0.0.1:" + nginx.port())
                .tls(
                    t ->
                        t.ca(ROOT.certificatePem())
                            .clientCertificate(
                                Material.inline(CLIENT.certificatePem()),
                                Material.inline(CLIENT.privateKeyPkcs8Pem())))
                .build()) {
      try (Response response = without.get("/x").send()) {
        assertThat(response.code()).isEqualTo(400);
      }
      try (Response response = with.get("/x").send()) {
        assertThat(response.code()).isEqualTo(200);
      }
      Waiting.until("it is logged", () -> logged(nginx).size() == 2);
      assertThat(logged(nginx).get(1)).endsWith("CN=forebay client");
    }
  }

  /** nginx says GOAWAY after twenty requests and would lose four of ten POSTs of a naive client. */
  @Test
  void connectionsThatRetireUnderLoadLoseNothingAndDuplicateNothing() throws Exception {
    try (RealServer nginx = nginx("ssl http2", "keepalive_requests 20;");
        ManagedBackend backend = tls(nginx, true).build()) {
      AtomicInteger next = new AtomicInteger();
      AtomicInteger failures = new AtomicInteger();
      ExecutorService threads = Executors.newFixedThreadPool(20);
      List<Future<?>> callers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        callers.add(threads.submit(() -> post(backend, next, failures)));
      }
      for (Future<?> caller : callers) {
        caller.get();
      }
      threads.shutdown();

      assertThat(failures).hasValue(0);
      Waiting.until("all are logged", () -> logged(nginx).size() >= 400);
      assertThat(logged(nginx).stream().collect(Collectors.groupingBy(NginxTest::uri)))
          .allSatisfy((path, lines) -> assertThat(lines).hasSize(1));
    }
  }

  private static int post(Backend backend, AtomicInteger next, AtomicInteger failures) {
    int calls = 0;
    for (int id = next.incrementAndGet(); id <= 400; id = next.incrementAndGet()) {
      calls++;
      try (Response response = backend.post("/p/" + id).body("text/plain", "x").send()) {
        failures.addAndGet(response.code() == 200 ? 0 : 1);
      } catch (BackendException e) {
        e.printStackTrace();
        failures.incrementAndGet();
      }
    }
    return calls;
  }

  @ParameterizedTest(name = "P18 callers beyond the streams of {0} connections wait")
  @ValueSource(ints = {1, 2, 4})
  void callersBeyondTheStreamsOfAllConnectionsWait(int connections) throws Exception {
    try (RealServer nginx = nginx("ssl http2", "http2_max_concurrent_streams 10;");
        ManagedBackend backend =
            tls(nginx, true).maxConnections(connections).permitTimeout(ofSeconds(60)).build()) {
      AtomicInteger next = new AtomicInteger();
      AtomicInteger failures = new AtomicInteger();
      ExecutorService threads = Executors.newFixedThreadPool(100);
      List<Future<?>> callers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        callers.add(threads.submit(() -> post(backend, next, failures)));
      }
      while (callers.stream().anyMatch(caller -> !caller.isDone())) {
        assertThat(backend.stats().open()).isLessThanOrEqualTo(connections);
        Waiting.holds(java.time.Duration.ofMillis(5), () -> false);
      }
      threads.shutdown();
      assertThat(failures).hasValue(0);
    }
  }

  @Test
  void originThatIsGoneIsSaidToBe() throws Exception {
    RealServer nginx = nginx("", "");
    try (ManagedBackend backend = plain(nginx).build()) {
      backend.get("/x").send().close();
      nginx.close();
      assertThatThrownBy(() -> backend.get("/x").send()).isInstanceOf(BackendException.class);
    }
  }

  /** The target in a line of its log. */
  static String uri(String line) {
    int start = line.indexOf(' ') + 1;
    return line.substring(start, line.indexOf(' ', start));
  }

  private static List<String> logged(RealServer nginx) {
    try {
      return nginx.lines("access.log");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
