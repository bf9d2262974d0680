package io.forebay.internal.tokens;

import io.forebay.spec.CallView;
import io.forebay.spec.TokenBody.Items;
import io.forebay.spec.TokenBody.JsonPart;
import io.forebay.spec.TokenBody.Members;
import io.forebay.spec.Value;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/** Writes a JSON document for a call. */
final class JsonText {
  private final JsonGenerator json;
  private final CallView call;

  private JsonText(JsonGenerator json, CallView call) {
    this.json = json;
    this.call = call;
  }

  static String of(JsonPart document, CallView call) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.JACKSON.createGenerator(ObjectWriteContext.empty(), text)) {
      new JsonText(json, call).write(document);
    }
    return text.toString();
  }

  private void write(JsonPart part) {
    if (part instanceof Value value) {
      scalar(value.typed(call));
    } else if (part instanceof Items items) {
      json.writeStartArray();
      items.items().forEach(this::write);
      json.writeEndArray();
    } else if (part instanceof Members members) {
      json.writeStartObject();
      members
          .members()
          .forEach(
              (name, member) -> {
                json.writeName(name);
                write(member);
              });
      json.writeEndObject();
    }
  }

  /** A number that JSON has no word for, such as infinity, is text. */
  private void scalar(@Nullable Object value) {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Number number && finite(number)) {
      json.writeNumber(Value.text(number));
    } else {
      json.writeString(Value.text(value));
    }
  }

  private static boolean finite(Number number) {
    boolean binary = number instanceof Double || number instanceof Float;
    return !binary || Double.isFinite(number.doubleValue());
  }
}
