package io.forebay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** The wires that an exchange can go over, each with a scripted server at its end. */
enum Wire {
  HTTP1,
  HTTP1_TLS,
  HTTP2_TLS;

  static final HeldCertificate ROOT =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("test root").build();
  static final HeldCertificate LOCALHOST =
      new HeldCertificate.Builder()
          .signedBy(ROOT)
          .commonName("localhost")
          .addSubjectAlternativeName("localhost")
          .addSubjectAlternativeName("127.0.0.1")
          .build();

  MockWebServer start(MockResponse... responses) {
    MockWebServer server = new MockWebServer();
    if (this != HTTP1) {
      server.useHttps(certificates().sslSocketFactory());
    }
    server.setProtocols(
        this == HTTP2_TLS
            ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
            : List.of(Protocol.HTTP_1_1));
    for (MockResponse response : responses) {
      server.enqueue(response);
    }
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return server;
  }

  static HandshakeCertificates certificates() {
    return new HandshakeCertificates.Builder()
        .heldCertificate(LOCALHOST, ROOT.certificate())
        .build();
  }

  BackendBuilder backend(MockWebServer server) {
    return backend((this == HTTP1 ? "http" : "https") + "://localhost:" + server.getPort());
  }

  BackendBuilder backend(String origin) {
    BackendBuilder builder = Backend.builder("users").origin(origin);
    return this == HTTP1
        ? builder
        : builder.tls(t -> t.ca(ROOT.certificatePem())).http2(this == HTTP2_TLS);
  }
}
