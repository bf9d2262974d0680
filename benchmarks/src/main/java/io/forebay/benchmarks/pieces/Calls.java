package io.forebay.benchmarks.pieces;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import java.io.IOException;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/** Calls over in-memory sockets, by Forebay and by raw OkHttp. */
final class Calls {
  static final String PATH = "/users/42";

  private Calls() {}

  /** A backend on an origin that answers so. */
  static BackendBuilder backend(Answer answer) throws IOException {
    InMemorySocket.install();
    return Backend.builder("users").origin(answer.origin());
  }

  /** A client of its own, so that nobody else's connections are in its pool. */
  static OkHttpClient.Builder okHttp() throws IOException {
    InMemorySocket.install();
    return new OkHttpClient.Builder().protocols(List.of(Protocol.HTTP_1_1));
  }

  static Request request(Answer answer) {
    return new Request.Builder().url(answer.origin() + PATH).build();
  }

  /** Reads the response to its end and closes it. */
  static byte[] read(Response response) throws IOException {
    try (response) {
      if (response.code() != 200) {
        throw new IOException("status " + response.code());
      }
      return response.body().bytes();
    }
  }

  /** A whole call by the shortest way that a caller writes. */
  static byte[] get(Backend backend) throws IOException {
    return read(backend.get(PATH).send());
  }
}
