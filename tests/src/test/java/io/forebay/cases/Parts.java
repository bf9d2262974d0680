package io.forebay.cases;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import okio.ByteString;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the tables of cases have in common: places, calls, answers and what is expected of them. */
final class Parts {
  private Parts() {}

  /** The rows of a table beside this class. */
  static List<?> load(String table) {
    try (InputStream text = Parts.class.getResourceAsStream(table)) {
      return (List<?>) new Load(LoadSettings.builder().build()).loadFromInputStream(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with places filled in: a text that is one becomes what stands for it. */
  static Object filled(Object value, Map<String, Object> places) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> filled = new LinkedHashMap<>();
      map.forEach((key, content) -> filled.put(key, filled(content, places)));
      return filled;
    }
    if (value instanceof List<?> list) {
      List<Object> filled = new ArrayList<>();
      list.forEach(item -> filled.add(filled(item, places)));
      return filled;
    }
    if (!(value instanceof String text)) {
      return value;
    }
    if (places.containsKey(text)) {
      return places.get(text);
    }
    String filled = text;
    for (Map.Entry<String, Object> place : places.entrySet()) {
      filled = filled.replace(place.getKey(), place.getValue().toString());
    }
    return filled;
  }

  /** What is called; leaves other keys. */
  static Row.Call call(Entry entry) {
    Map<String, String> variables = new LinkedHashMap<>();
    entry.map("vars").forEach((name, value) -> variables.put(name, value.toString()));
    return new Row.Call(
        entry.text("method", "GET"),
        entry.text("path", "/"),
        entry.text("url"),
        entry.textsByName("headers"),
        entry.text("body"),
        entry.truth("chunked"),
        variables);
  }

  /** What an origin answers; leaves other keys. */
  static Row.Answer answer(Entry entry, String body) {
    return new Row.Answer(
        entry.number("status", 200),
        entry.textsByName("headers"),
        entry.text("body", body),
        entry.truth("gzip"));
  }

  /** What an exchange fails of. */
  static Row.Failure failure(Entry row) {
    Entry entry = new Entry("error", row.take("error"));
    Row.Failure failure =
        new Row.Failure(
            entry.text("kind").orElseThrow(),
            Optional.ofNullable((Integer) entry.take("status")),
            entry.text("contains").orElseThrow(),
            entry.truth("sent"));
    entry.done();
    return failure;
  }

  /** What an origin got; leaves other keys. */
  static Row.Upstream upstream(Entry entry) {
    return new Row.Upstream(
        entry.text("method"),
        entry.text("target"),
        entry.text("path"),
        entry.text("raw_query"),
        entry.has("query") ? Optional.of(entry.textsByName("query")) : Optional.empty(),
        entry.textsByName("headers"),
        new TreeSet<>(entry.texts("names")),
        entry.texts("absent"),
        entry.text("body"),
        entry.has("form") ? Optional.of(entry.textsByName("form")) : Optional.empty());
  }

  /**
   * What a caller got.
   *
   * @param sent what stands for {@code gzip}
   */
  static Row.Client client(Entry row, ByteString sent) {
    Entry entry = new Entry("cl", row.take("cl"));
    Row.Client client =
        new Row.Client(
            Optional.ofNullable((Integer) entry.take("status")),
            entry.textsByName("headers"),
            entry.texts("absent"),
            entry
                .text("body")
                .map(body -> body.equals("gzip") ? sent : ByteString.encodeUtf8(body)));
    entry.done();
    return client;
  }
}
