package io.forebay.internal.tls;

import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;

/** No TLS: an http origin. */
final class Cleartext extends OriginTls {
  @Override
  public void applyTo(OkHttpClient.Builder client) {
    // Not cleartext alone: OkHttp 5.5.1 then sends even https URLs in the clear.
    client.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT, ConnectionSpec.MODERN_TLS));
  }

  @Override
  Optional<Refusal> refusal() {
    return Optional.empty();
  }

  @Override
  public boolean reloadIfChanged() {
    return false;
  }

  @Override
  public long generation() {
    return 1;
  }

  @Override
  public boolean current(Socket socket) {
    return true;
  }

  @Override
  public boolean watched() {
    return false;
  }

  @Override
  public List<Path> files() {
    return List.of();
  }

  @Override
  public List<CertificateExpiry> expiries() {
    return List.of();
  }

  @Override
  public Optional<String> identity() {
    return Optional.empty();
  }

  @Override
  Circumstances circumstances() {
    return new Circumstances("no TLS", Optional.empty(), Optional.empty(), false);
  }
}
