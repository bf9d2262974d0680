package io.forebay.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.OriginOptions;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

class GuardedTlsSocketTest {
  private static final HeldCertificate SERVER =
      new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
  private static final HandshakeCertificates KEYS =
      new HandshakeCertificates.Builder()
          .heldCertificate(SERVER)
          .addTrustedCertificate(SERVER.certificate())
          .build();

  /** From the flood on there is always more to read, as from a peer that is faster than we are. */
  private static final class Flooded extends Socket {
    private static final int MOST_READS = 100_000; // So that whoever reads it all ends, too.

    private volatile boolean flood;
    private int reads;

    Flooded(int port) throws IOException {
      super(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int available() throws IOException {
          return flooding() ? 1 : super.available();
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
          return flooding() ? length : super.read(into, from, length);
        }

        @Override
        public long skip(long bytes) throws IOException {
          return flooding() ? bytes : super.skip(bytes);
        }
      };
    }

    private boolean flooding() {
      return flood && !isInputShutdown() && reads++ < MOST_READS;
    }
  }

  @Test
  void closingReadsNothingOfPeerThatNeverStopsSending() throws IOException {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start(OriginOptions.tls(KEYS.sslContext()));
        Flooded raw = new Flooded(origin.port())) {
      SSLSocket tls =
          (SSLSocket) KEYS.sslSocketFactory().createSocket(raw, "127.0.0.1", origin.port(), true);
      tls.startHandshake();
      GuardedTlsSocket socket = new GuardedTlsSocket(tls, raw, 0, true);
      raw.flood = true;

      socket.close();

      assertThat(raw.reads).isLessThan(10);
      assertThat(raw.isClosed()).isTrue();
      assertThat(socket.isClosed()).isTrue();
    }
  }
}
