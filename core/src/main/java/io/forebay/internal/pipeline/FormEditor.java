package io.forebay.internal.pipeline;

import io.forebay.spec.CallView;
import io.forebay.spec.Edits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * Applies {@link Edits} to a form in the body of a {@code POST}, which is read, changed and written
 * anew as Couper does: names sorted, values in order, a space as a plus sign. A body of unknown
 * length stays one.
 */
final class FormEditor {
  /** Most bytes of a form that is to be edited, as it has to be held as a whole. */
  static final long MOST = 64L << 20;

  private static final String FORM = "application/x-www-form-urlencoded";

  private final Edits edits;

  FormEditor(Edits edits) {
    this.edits = edits;
  }

  boolean changesNothing() {
    return edits.isEmpty();
  }

  /** Why a request is left as it is; empty if its form will be edited. */
  static Optional<String> mismatch(Request request) {
    String problem = "expression evaluation error: form_params: ";
    if (!request.method().equals("POST")) {
      return Optional.of(problem + "method mismatch: " + request.method());
    }
    String type = contentType(request);
    return type.toLowerCase(Locale.ROOT).startsWith(FORM)
        ? Optional.empty()
        : Optional.of(problem + "content-type mismatch: " + type);
  }

  private static String contentType(Request request) {
    MediaType type = request.body() == null ? null : request.body().contentType();
    if (type != null) {
      return type.toString();
    }
    String header = request.header("Content-Type");
    return header == null ? "" : header;
  }

  /**
   * The body with its form edited.
   *
   * @throws IllegalArgumentException if the form is too large, malformed, or not there to be read
   */
  RequestBody edit(RequestBody body, CallView call) throws IOException {
    Map<String, List<String>> params = parse(text(read(body)));
    EditValues.edit(params, edits, call);
    return new Form(body, write(params).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A body that can be written again and again, of one that may be written once only.
   *
   * @throws IllegalArgumentException if it is too large, or not there to be read
   */
  static RequestBody copy(RequestBody body) throws IOException {
    return new Form(body, read(body).readByteArray());
  }

  private static Buffer read(RequestBody body) throws IOException {
    if (body.isDuplex()) {
      throw new IllegalArgumentException("form_params: a duplex body cannot be edited");
    }
    requireWithin(body.contentLength());
    Buffer bytes = new Buffer();
    ForwardingSink bounded =
        new ForwardingSink(bytes) {
          @Override
          public void write(Buffer source, long count) throws IOException {
            requireWithin(bytes.size() + count);
            super.write(source, count);
          }
        };
    BufferedSink sink = Okio.buffer(bounded);
    body.writeTo(sink);
    sink.flush();
    return bytes;
  }

  private static void requireWithin(long size) {
    if (size > MOST) {
      throw new IllegalArgumentException("form_params: body size exceeded: " + MOST + " bytes");
    }
  }

  private static String text(Buffer bytes) {
    return required(Percent.utf8(bytes.readByteArray()));
  }

  private static Map<String, List<String>> parse(String form) {
    Map<String, List<String>> params = new TreeMap<>();
    for (String pair : form.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
      params.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    }
    return params;
  }

  private static String decoded(String text) {
    return required(Percent.decode(text.replace('+', ' ')));
  }

  /** What cannot be read must not be lost, so it is refused. */
  private static String required(@Nullable String plain) {
    if (plain == null) {
      throw new IllegalArgumentException(
          "form_params: the body is no form (expected: names and values in percent-encoded UTF-8)");
    }
    return plain;
  }

  private static String write(Map<String, List<String>> params) {
    StringBuilder form = new StringBuilder();
    params.forEach(
        (name, values) -> {
          for (String value : values) {
            form.append(form.length() == 0 ? "" : "&");
            form.append(component(name)).append('=').append(component(value));
          }
        });
    return form.toString();
  }

  private static String component(String text) {
    return Percent.component(text).replace("%20", "+");
  }

  /** Bytes in place of another body, of whose type they are; their length is told if its was. */
  private static final class Form extends RequestBody {
    private final @Nullable MediaType type;
    private final byte[] bytes;
    private final boolean measured;

    Form(RequestBody original, byte[] bytes) throws IOException {
      this.type = original.contentType();
      this.bytes = bytes;
      this.measured = original.contentLength() >= 0;
    }

    @Override
    public @Nullable MediaType contentType() {
      return type;
    }

    @Override
    public long contentLength() {
      return measured ? bytes.length : -1;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.write(bytes);
    }
  }
}
