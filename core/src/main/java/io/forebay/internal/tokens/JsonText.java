package io.forebay.internal.tokens;

import io.forebay.spec.CallView;
import io.forebay.spec.TokenBody.Items;
import io.forebay.spec.TokenBody.JsonPart;
import io.forebay.spec.TokenBody.Members;
import io.forebay.spec.TokenBody.Scalar;
import io.forebay.spec.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a JSON document for a call. */
final class JsonText {
  private final StringBuilder text = new StringBuilder();
  private final CallView call;

  private JsonText(CallView call) {
    this.call = call;
  }

  static String of(JsonPart document, CallView call) {
    JsonText json = new JsonText(call);
    json.write(document);
    return json.text.toString();
  }

  private void write(JsonPart part) {
    if (part instanceof Scalar scalar) {
      value(scalar.value().typed(call));
    } else if (part instanceof Items items) {
      text.append('[');
      String comma = "";
      for (JsonPart item : items.items()) {
        text.append(comma);
        write(item);
        comma = ",";
      }
      text.append(']');
    } else {
      members(((Members) part).members());
    }
  }

  private void members(Map<String, JsonPart> members) {
    text.append('{');
    String comma = "";
    for (Map.Entry<String, JsonPart> member : members.entrySet()) {
      text.append(comma);
      string(member.getKey());
      text.append(':');
      write(member.getValue());
      comma = ",";
    }
    text.append('}');
  }

  private void value(@Nullable Object value) {
    if (value == null || value instanceof Boolean || value instanceof Number) {
      text.append(value == null ? "null" : Value.text(value));
    } else {
      string(Value.text(value));
    }
  }

  private void string(String plain) {
    text.append('"');
    plain
        .chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
              } else if (c < ' ') {
                text.append(String.format("\\u%04x", c));
              } else {
                text.append((char) c);
              }
            });
    text.append('"');
  }
}
