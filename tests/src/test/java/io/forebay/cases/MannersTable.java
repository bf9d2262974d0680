package io.forebay.cases;

import io.forebay.testing.MisbehavingOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import okio.ByteString;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads {@code manners.yaml}, strictly; the head of that file says what its keys mean. */
final class MannersTable {
  /** A row before it knows its origin. */
  record Draft(String id, Set<Door> doors, Object mapping) {

    /** The row with this origin's places in it. */
    Row at(MisbehavingOrigin origin, String nobody) {
      Row.Answer answer = answer(new Entry(id, mapping));
      Map<String, Object> places =
          Map.of(
              "$ORIGIN", origin.url(),
              "$HOST", "127.0.0.1",
              "$PORT", origin.port(),
              "$NOBODY", nobody,
              "$SENT", answer.bytes().size());
      return row(new Entry(id, filled(mapping, places)), origin.url());
    }

    /** The id. */
    @Override
    public String toString() {
      return id;
    }
  }

  private MannersTable() {}

  /** Every row in order. */
  static List<Draft> read() {
    List<Draft> drafts = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Object mapping : load()) {
      Entry entry = new Entry("row " + (drafts.size() + 1), mapping);
      String id = entry.text("id").orElseThrow();
      if (!ids.add(id)) {
        throw new IllegalArgumentException("two rows are called " + id);
      }
      drafts.add(new Draft(id, doors(entry), mapping));
      row(new Entry(id, mapping), "http://origin"); // Refuses what it does not know.
    }
    return drafts;
  }

  private static List<?> load() {
    try (InputStream text = MannersTable.class.getResourceAsStream("manners.yaml")) {
      return (List<?>) new Load(LoadSettings.builder().build()).loadFromInputStream(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<Door> doors(Entry entry) {
    Set<Door> doors = EnumSet.noneOf(Door.class);
    entry.texts("doors").forEach(name -> doors.add(Door.of(name)));
    return doors.isEmpty() ? EnumSet.allOf(Door.class) : doors;
  }

  private static Object filled(Object value, Map<String, Object> places) {
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

  // ---- rows

  private static Row row(Entry entry, String origin) {
    String id = entry.text("id").orElseThrow();
    Row.Answer answer = answer(entry);
    entry.take("doors");
    Row row = new Row(id, definition(entry, origin), call(entry), answer, expected(entry, answer));
    entry.done();
    return row;
  }

  private static Definition definition(Entry entry, String origin) {
    Map<String, Object> backend = new LinkedHashMap<>();
    backend.put("origin", origin);
    backend.putAll(entry.map("backend"));
    Definition definition =
        new Definition(entry.text("label", "users"), entry.map("defaults"), backend, Map.of());
    return entry.has("refine") ? definition.refined(Row.REFINED, entry.map("refine")) : definition;
  }

  private static Row.Call call(Entry row) {
    Entry entry = new Entry("call", row.take("call"));
    Map<String, String> variables = new LinkedHashMap<>();
    entry.map("vars").forEach((name, value) -> variables.put(name, value.toString()));
    Row.Call call =
        new Row.Call(
            entry.text("method", "GET"),
            entry.text("path", "/"),
            entry.text("url"),
            entry.textsByName("headers"),
            entry.text("body"),
            entry.truth("chunked"),
            variables);
    entry.done();
    return call;
  }

  private static Row.Answer answer(Entry row) {
    Entry entry = new Entry("origin", row.take("origin"));
    Row.Answer answer =
        new Row.Answer(
            entry.number("status", 200),
            entry.textsByName("headers"),
            entry.text("body", "ok"),
            entry.truth("gzip"));
    entry.done();
    return answer;
  }

  private static Row.Expected expected(Entry row, Row.Answer answer) {
    return new Row.Expected(
        row.text("refused"),
        row.text("misuse"),
        row.has("error") ? Optional.of(failure(row)) : Optional.empty(),
        row.has("up") ? Optional.of(upstream(row)) : Optional.empty(),
        row.has("cl") ? Optional.of(client(row, answer)) : Optional.empty(),
        row.texts("warnings"),
        row.map("log"),
        row.number("requests", 1));
  }

  private static Row.Failure failure(Entry row) {
    Entry entry = new Entry("error", row.take("error"));
    Row.Failure failure =
        new Row.Failure(
            entry.text("kind").orElseThrow(),
            entry.text("contains").orElseThrow(),
            entry.truth("sent"));
    entry.done();
    return failure;
  }

  private static Row.Upstream upstream(Entry row) {
    Entry entry = new Entry("up", row.take("up"));
    Row.Upstream upstream =
        new Row.Upstream(
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
    entry.done();
    return upstream;
  }

  private static Row.Client client(Entry row, Row.Answer answer) {
    Entry entry = new Entry("cl", row.take("cl"));
    Row.Client client =
        new Row.Client(
            Optional.ofNullable((Integer) entry.take("status")),
            entry.textsByName("headers"),
            entry.texts("absent"),
            entry
                .text("body")
                .map(body -> body.equals("gzip") ? answer.bytes() : ByteString.encodeUtf8(body)));
    entry.done();
    return client;
  }
}
