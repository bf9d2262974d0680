package io.forebay.internal.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Material;
import io.forebay.spec.Origin;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TrustSpec;
import io.forebay.spec.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Certificates, servers and clients for the tests of this package. */
final class TlsKit {
  static final HeldCertificate ROOT = authority("good root");
  static final HeldCertificate OTHER_ROOT = authority("other root");
  static final HeldCertificate SERVER =
      server(ROOT, "server", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
  static final HeldCertificate CLIENT =
      new HeldCertificate.Builder().signedBy(ROOT).commonName("client one").build();

  private TlsKit() {}

  static HeldCertificate authority(String name) {
    return new HeldCertificate.Builder().certificateAuthority(1).commonName(name).build();
  }

  static HeldCertificate server(HeldCertificate issuer, String commonName, String... names) {
    HeldCertificate.Builder builder =
        new HeldCertificate.Builder().signedBy(issuer).commonName(commonName);
    for (String name : names) {
      builder.addSubjectAlternativeName(name);
    }
    return builder.build();
  }

  /** Believes these and nobody else. */
  static TlsSpec trusting(HeldCertificate... roots) {
    List<Material> ca =
        List.of(roots).stream().map(root -> Material.inline(root.certificatePem())).toList();
    return TlsSpec.DEFAULT.withTrust(TrustSpec.DEFAULT.withCa(ca).withPlatform(false));
  }

  static TlsSpec expecting(String certHostname) {
    TlsSpec spec = trusting(ROOT);
    return spec.withTrust(spec.trust().withCertHostname(Optional.of(certHostname)));
  }

  static ClientIdentity identity(HeldCertificate held) {
    return new ClientIdentity(
        Material.inline(held.certificatePem()),
        Optional.of(Material.inline(held.privateKeyPkcs8Pem())),
        Optional.empty());
  }

  static ClientIdentity identity(Material certificate, Material key, String password) {
    return new ClientIdentity(
        certificate, Optional.of(key), Optional.of(password).map(Value::secret));
  }

  static OriginTls open(MockWebServer server, TlsSpec spec) {
    return OriginTls.open("users", origin(server), spec, false);
  }

  static Origin origin(MockWebServer server) {
    return new Origin("https", "localhost", server.getPort());
  }

  /** A server that answers every request. */
  static MockWebServer serve(Protocol protocol, HandshakeCertificates certificates) {
    MockWebServer server = new MockWebServer();
    server.useHttps(certificates.sslSocketFactory());
    server.setProtocols(
        protocol == Protocol.HTTP_2
            ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
            : List.of(Protocol.HTTP_1_1));
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse.Builder().body("hello").build();
          }
        });
    return server;
  }

  static MockWebServer start(MockWebServer server) {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return server;
  }

  /** Shows this certificate; believes the good root when it asks for one. */
  static HandshakeCertificates showing(HeldCertificate held, X509Certificate... intermediates) {
    return new HandshakeCertificates.Builder()
        .heldCertificate(held, intermediates)
        .addTrustedCertificate(ROOT.certificate())
        .build();
  }

  static OkHttpClient client(OriginTls tls, Protocol protocol) {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .protocols(
                protocol == Protocol.HTTP_2
                    ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
                    : List.of(Protocol.HTTP_1_1))
            .connectionPool(new ConnectionPool(5, 1, TimeUnit.MINUTES))
            .fastFallback(false)
            .retryOnConnectionFailure(false)
            .callTimeout(Duration.ofSeconds(20));
    tls.applyTo(builder);
    return builder.build();
  }

  /** One exchange; the response is read and closed. */
  static Response get(OkHttpClient client, String host, int port) throws IOException {
    Request request = new Request.Builder().url("https://" + host + ":" + port + "/").build();
    try (Response response = client.newCall(request).execute()) {
      response.body().bytes();
      return response;
    }
  }

  static void close(OkHttpClient client) {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  static Path write(Path file, String text) {
    return write(file, text.getBytes(ISO_8859_1));
  }

  static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /** What stands inside a PKCS#8 key: PKCS#1 for RSA, SEC1 for EC. */
  static byte[] inner(PrivateKey key) {
    Der octets = Der.read(key.getEncoded()).parts().get(2);
    return octets.parts().get(0).encoded();
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
