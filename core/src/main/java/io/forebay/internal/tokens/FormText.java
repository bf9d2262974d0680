package io.forebay.internal.tokens;

import io.forebay.spec.Value;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import okhttp3.MediaType;
import okhttp3.RequestBody;

/** A form whose fields are sorted by name. */
final class FormText {
  private static final MediaType TYPE = MediaType.get("application/x-www-form-urlencoded");

  private final TreeMap<String, List<String>> fields = new TreeMap<>();

  FormText add(String name, String value) {
    fields.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    return this;
  }

  void addAll(String name, List<Value> constants) {
    constants.forEach(constant -> add(name, Values.plain(constant)));
  }

  /** The form as it is sent. */
  String text() {
    StringBuilder text = new StringBuilder();
    fields.forEach(
        (name, values) -> {
          for (String value : values) {
            text.append(text.length() == 0 ? "" : "&").append(encoded(name));
            text.append('=').append(encoded(value));
          }
        });
    return text.toString();
  }

  RequestBody body() {
    return RequestBody.create(text().getBytes(StandardCharsets.UTF_8), TYPE);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
