package io.forebay.internal.tokens;

import io.forebay.spec.TokenResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.Response;
import okio.BufferedSource;
import okio.GzipSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** A response to a request for a token, read completely. Used by one thread. */
final class Answer implements TokenResponse {
  private static final long MOST = 1 << 20;

  private final int status;
  private final Headers headers;
  private final String body;
  private @Nullable Object json;

  Answer(int status, Headers headers, String body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /**
   * Reads a response.
   *
   * @throws IOException if it breaks off, or is longer than 1 MiB
   */
  static Answer of(Response response) throws IOException {
    BufferedSource raw = response.body().source();
    boolean zipped = "gzip".equalsIgnoreCase(response.header("Content-Encoding"));
    Source plain = zipped && !raw.exhausted() ? new GzipSource(raw) : raw;
    BufferedSource source = Okio.buffer(plain);
    if (source.request(MOST + 1)) {
      throw new IOException("the response has more than " + MOST + " bytes");
    }
    String text = source.getBuffer().readString(StandardCharsets.UTF_8);
    return new Answer(response.code(), response.headers(), text);
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public Optional<String> header(String name) {
    return headers.values(name).stream().findFirst();
  }

  @Override
  public String body() {
    return body;
  }

  @Override
  public Optional<Object> json(String pointer) {
    if (!pointer.isEmpty() && !pointer.startsWith("/")) {
      throw new IllegalArgumentException("'" + pointer + "' is no JSON pointer");
    }
    Object root = json;
    if (root == null) {
      root = Json.read(body);
      json = root;
    }
    return Json.find(root, pointer)
        .filter(
            found ->
                found instanceof String || found instanceof BigDecimal || found instanceof Boolean);
  }
}
