package io.forebay.config.internal.couper;

import io.forebay.spec.TokenBody.Items;
import io.forebay.spec.TokenBody.JsonPart;
import io.forebay.spec.TokenBody.Members;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads values, lists and mappings as a JSON document, as deep as they are. */
final class JsonParts {
  private JsonParts() {}

  /**
   * What a document is; parts that cannot be said are left out of it, and found or noted.
   *
   * @param incomplete runs for each of those
   */
  static Optional<JsonPart> read(Argument argument, Runnable incomplete) {
    if (argument.value() instanceof Known.Tree tree) {
      Map<String, JsonPart> members = new LinkedHashMap<>();
      for (Known.Field field : tree.fields()) {
        read(argument.part(field.name(), field.value()), incomplete)
            .ifPresent(part -> members.put(field.name(), part));
      }
      return Optional.of(new Members(members));
    }
    if (argument.value() instanceof Known.Many many) {
      List<JsonPart> items = new ArrayList<>();
      for (Known item : many.items()) {
        read(argument.part("[]", item), incomplete).ifPresent(items::add);
      }
      return Optional.of(new Items(items));
    }
    Optional<Value> single = argument.single("text");
    if (single.isEmpty()) {
      incomplete.run();
    }
    return single.map(JsonPart.class::cast);
  }
}
