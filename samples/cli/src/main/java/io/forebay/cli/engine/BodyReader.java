package io.forebay.cli.engine;

import io.forebay.BackendException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;

/** Reads a response's body into a result, which has to fit into memory and into a line of JSON. */
final class BodyReader {
  /** The largest body of a result. */
  static final long LIMIT = 10L << 20;

  private BodyReader() {}

  /**
   * What came of a body.
   *
   * @param body the body, or what came of it before the failure
   * @param failure why it is not whole; empty: it is
   */
  record Outcome(BodyText body, Optional<CallFailure> failure) {}

  static Outcome read(Response response, String label) {
    Buffer bytes = new Buffer();
    Optional<CallFailure> failure = fill(bytes, response.body().source(), label);
    BodyText body = BodyText.of(bytes.readByteString(), charset(response), failure.isEmpty());
    return new Outcome(body, failure);
  }

  private static Optional<CallFailure> fill(Buffer bytes, BufferedSource source, String label) {
    try {
      while (bytes.size() < LIMIT && !source.exhausted()) {
        source.read(bytes, LIMIT - bytes.size());
      }
      return source.exhausted()
          ? Optional.empty()
          : Optional.of(CallFailure.tooLarge(label, LIMIT));
    } catch (BackendException e) {
      return Optional.of(CallFailure.of(e));
    } catch (IOException e) {
      throw new UncheckedIOException("a backend's body throws only BackendExceptions", e);
    }
  }

  private static Charset charset(Response response) {
    MediaType type = response.body().contentType();
    Charset named = type == null ? null : type.charset(StandardCharsets.UTF_8);
    return named == null ? StandardCharsets.UTF_8 : named;
  }
}
