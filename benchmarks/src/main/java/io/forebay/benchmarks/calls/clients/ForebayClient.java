package io.forebay.benchmarks.calls.clients;

import io.forebay.Backend;
import io.forebay.ManagedBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Response;

/** Forebay as it comes: its 100 connections too, so of 128 callers 28 wait for a permit. */
class ForebayClient implements AsyncClient {
  private final ManagedBackend backend;

  ForebayClient(String origin) {
    this(Backend.builder("bench").origin(origin).build());
  }

  ForebayClient(ManagedBackend backend) {
    this.backend = backend;
  }

  /** With as many connections as the other clients, so that nobody waits for a permit. */
  static ForebayClient wide(String origin) {
    return new ForebayClient(
        Backend.builder("bench").origin(origin).maxConnections(MAX_CONNECTIONS).build());
  }

  @Override
  public byte[] get(String path) throws IOException {
    return OkHttpPeer.body(backend.get(path).send());
  }

  @Override
  public byte[] post(String path, byte[] json) throws IOException {
    return OkHttpPeer.body(backend.post(path).body("application/json", json).send());
  }

  @Override
  public CompletableFuture<byte[]> getAsync(String path) {
    return backend.get(path).sendAsync().thenApply(ForebayClient::body);
  }

  @Override
  public CompletableFuture<byte[]> postAsync(String path, byte[] json) {
    return backend
        .post(path)
        .body("application/json", json)
        .sendAsync()
        .thenApply(ForebayClient::body);
  }

  private static byte[] body(Response response) {
    try {
      return OkHttpPeer.body(response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    backend.close();
  }
}
