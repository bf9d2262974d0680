package io.forebay.benchmarks.calls.clients;

import java.util.concurrent.CompletableFuture;

/** A client that also makes calls without holding the caller's thread, by means of its own. */
public interface AsyncClient extends Client {

  /** Asks for a path; the body, or a failure if the status is not 200. */
  CompletableFuture<byte[]> getAsync(String path);

  /** Posts JSON; the body, or a failure if the status is not 200. */
  CompletableFuture<byte[]> postAsync(String path, byte[] json);
}
