package io.forebay.benchmarks.calls.clients;

import java.io.IOException;

/** One way of making calls to one origin. Thread-safe; every call reads the whole body. */
public interface Client extends AutoCloseable {
  /** The most connections that a caller needs: bounds below it are raised, all else is default. */
  int MAX_CONNECTIONS = 512;

  /** Asks for a path and returns the body; throws if the status is not 200. */
  byte[] get(String path) throws Exception;

  /** Posts JSON and returns the body; throws if the status is not 200. */
  byte[] post(String path, byte[] json) throws Exception;

  @Override
  void close();

  /** Refuses every answer but 200. */
  static void requireOk(int status) throws IOException {
    if (status != 200) {
      throw new IOException("status " + status);
    }
  }
}
