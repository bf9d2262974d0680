package io.forebay.cases;

import io.forebay.testing.Behaviour;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.ByteString;
import okio.GzipSink;
import okio.Okio;

/**
 * One case of the table: what is defined, called and expected.
 *
 * @param id its name
 * @param definition the backend, and its refinement {@link #REFINED} if the case has one
 * @param call what is called
 * @param answer what the origin answers
 * @param expected what comes of it
 */
record Row(String id, Definition definition, Call call, Answer answer, Expected expected) {
  static final String REFINED = "refined";

  /** The label that is called. */
  String target() {
    return definition.refinements().isEmpty() ? definition.label() : REFINED;
  }

  /** The id. */
  @Override
  public String toString() {
    return id;
  }

  /**
   * What is called.
   *
   * @param url where it goes through {@code newCall} in place of the native door
   * @param chunked whether the body does not tell its length
   */
  record Call(
      String method,
      String path,
      Optional<String> url,
      Map<String, List<String>> headers,
      Optional<String> body,
      boolean chunked,
      Map<String, String> variables) {

    /** The body as OkHttp sends it, its type told by itself or by a header. */
    RequestBody requestBody() {
      String type = headers.getOrDefault("Content-Type", List.of("")).get(0);
      ByteString bytes = ByteString.encodeUtf8(body.orElseThrow());
      if (!chunked) {
        return RequestBody.create(bytes, MediaType.parse(type));
      }
      return new RequestBody() {
        @Override
        public MediaType contentType() {
          return MediaType.parse(type);
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
          sink.write(bytes);
        }
      };
    }

    Headers okhttpHeaders() {
      Headers.Builder built = new Headers.Builder();
      headers.forEach((name, values) -> values.forEach(value -> built.add(name, value)));
      return built.build();
    }
  }

  /** What the origin answers. */
  record Answer(int status, Map<String, List<String>> headers, String body, boolean gzip) {

    /** The body as it is sent. */
    ByteString bytes() {
      ByteString plain = ByteString.encodeUtf8(body);
      return gzip ? squeezed(plain) : plain;
    }

    private static ByteString squeezed(ByteString plain) {
      Buffer squeezed = new Buffer();
      try (BufferedSink sink = Okio.buffer(new GzipSink(squeezed))) {
        sink.write(plain);
      } catch (IOException e) {
        throw new AssertionError("a buffer does not fail", e);
      }
      return squeezed.readByteString();
    }

    Behaviour behaviour() {
      ByteString bytes = bytes();
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Said so\r\n");
      headers.forEach(
          (name, values) -> values.forEach(value -> head.append(name + ": " + value + "\r\n")));
      head.append(gzip ? "Content-Encoding: gzip\r\n" : "");
      head.append("Content-Length: " + bytes.size() + "\r\n\r\n");
      return Behaviour.raw(new Buffer().writeUtf8(head.toString()).write(bytes).readByteArray());
    }
  }

  /** What comes of it; the first of {@code refused}, {@code misused} and {@code failure} rules. */
  record Expected(
      Optional<String> refused,
      Optional<String> misused,
      Optional<Failure> failure,
      Optional<Upstream> up,
      Optional<Client> cl,
      List<String> warnings,
      Map<String, Object> log,
      int requests) {

    /** How many requests the origin sees. */
    int seen() {
      boolean sent =
          refused.isEmpty() && misused.isEmpty() && failure.map(Failure::sent).orElse(true);
      return sent ? requests : 0;
    }
  }

  /** A failed exchange; without a status: any. */
  record Failure(String kind, Optional<Integer> status, String contains, boolean sent) {}

  /** What the origin got; empty: any. */
  record Upstream(
      Optional<String> method,
      Optional<String> target,
      Optional<String> path,
      Optional<String> rawQuery,
      Optional<Map<String, List<String>>> query,
      Map<String, List<String>> headers,
      Set<String> names,
      List<String> absent,
      Optional<String> body,
      Optional<Map<String, List<String>>> form) {}

  /** What the caller got; empty: any. */
  record Client(
      Optional<Integer> status,
      Map<String, List<String>> headers,
      List<String> absent,
      Optional<ByteString> body) {}
}
