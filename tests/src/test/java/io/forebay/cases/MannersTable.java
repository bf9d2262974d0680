package io.forebay.cases;

import io.forebay.testing.MisbehavingOrigin;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
      return row(new Entry(id, Parts.filled(mapping, places)), origin.url());
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
    for (Object mapping : Parts.load("manners.yaml")) {
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

  private static Set<Door> doors(Entry entry) {
    Set<Door> doors = EnumSet.noneOf(Door.class);
    entry.texts("doors").forEach(name -> doors.add(Door.of(name)));
    return doors.isEmpty() ? EnumSet.copyOf(Door.OURS) : doors;
  }

  // ---- rows

  private static Row row(Entry entry, String origin) {
    String id = entry.text("id").orElseThrow();
    Row.Answer answer = answer(entry);
    entry.take("doors");
    Row.Call call = call(new Entry("call", entry.take("call")));
    Row row = new Row(id, definition(entry, origin), call, answer, expected(entry, answer));
    entry.done();
    return row;
  }

  private static Definition definition(Entry entry, String origin) {
    Map<String, Object> backend = new LinkedHashMap<>();
    backend.put("origin", origin);
    backend.putAll(entry.map("backend"));
    Definition definition =
        Definition.of(entry.text("label", "users"), backend).withDefaults(entry.map("defaults"));
    return entry.has("refine") ? definition.refined(Row.REFINED, entry.map("refine")) : definition;
  }

  private static Row.Call call(Entry entry) {
    Row.Call call = Parts.call(entry);
    entry.done();
    return call;
  }

  private static Row.Answer answer(Entry row) {
    Entry entry = new Entry("origin", row.take("origin"));
    Row.Answer answer = Parts.answer(entry, "ok");
    entry.done();
    return answer;
  }

  private static Row.Upstream upstream(Entry row) {
    Entry entry = new Entry("up", row.take("up"));
    Row.Upstream upstream = Parts.upstream(entry);
    entry.done();
    return upstream;
  }

  private static Row.Expected expected(Entry row, Row.Answer answer) {
    return new Row.Expected(
        row.text("refused"),
        row.text("misuse"),
        row.has("error") ? Optional.of(Parts.failure(row)) : Optional.empty(),
        row.has("up") ? Optional.of(upstream(row)) : Optional.empty(),
        row.has("cl") ? Optional.of(Parts.client(row, answer.bytes())) : Optional.empty(),
        row.texts("warnings"),
        row.map("log"),
        row.number("requests", 1));
  }
}
