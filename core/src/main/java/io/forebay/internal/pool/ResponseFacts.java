package io.forebay.internal.pool;

import io.forebay.spec.ResponseView;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.GzipSource;
import okio.Source;

/** What values may see of a response of OkHttp's. */
record ResponseFacts(Response response) implements ResponseView {
  private static final int MOST = 1 << 20;

  @Override
  public int status() {
    return response.code();
  }

  @Override
  public Optional<String> header(String name) {
    return RequestFacts.first(response.headers(), name);
  }

  @Override
  public Optional<String> body(int most) {
    if (most < 1 || most > MOST) {
      throw new IllegalArgumentException("most: " + most + " (expected: 1-" + MOST + ")");
    }
    Buffer text = new Buffer();
    BufferedSource peeked = response.body().source().peek();
    try (Source plain = gzipped() && !peeked.exhausted() ? new GzipSource(peeked) : peeked) {
      long count = 0;
      while (count >= 0 && text.size() < most) {
        count = plain.read(text, most - text.size());
      }
    } catch (IOException e) {
      return Optional.empty(); // Whoever reads the body will hear it.
    }
    return Optional.of(text.readString(charset()));
  }

  private boolean gzipped() {
    return "gzip".equalsIgnoreCase(response.header("Content-Encoding"));
  }

  private Charset charset() {
    MediaType type = response.body().contentType();
    Charset named = type == null ? null : type.charset();
    return named == null ? StandardCharsets.UTF_8 : named;
  }
}
