package io.forebay.cases;

import io.forebay.spec.Durations;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import okio.ByteString;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code scenarios.yaml}, strictly; the head of that file says what its keys mean. */
final class ScenarioTable {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * A scenario before it knows its places.
   *
   * @param origins the names of its origins
   * @param files texts by the names of files
   */
  record Draft(
      String id, Set<Door> doors, Set<String> origins, Map<String, String> files, Object mapping) {

    Scenario at(Map<String, Object> places) {
      String origin = places.get("$" + Scenario.ORIGIN).toString();
      return scenario(new Entry(id, Parts.filled(mapping, places)), origin);
    }

    /** The id. */
    @Override
    public String toString() {
      return id;
    }
  }

  private ScenarioTable() {}

  /** Every scenario in order. */
  static List<Draft> read() {
    List<Draft> drafts = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Object mapping : Parts.load("scenarios.yaml")) {
      Draft draft = draft(mapping);
      if (!ids.add(draft.id())) {
        throw new IllegalArgumentException("two scenarios are called " + draft.id());
      }
      drafts.add(draft);
    }
    return drafts;
  }

  private static Draft draft(Object mapping) {
    Entry entry = new Entry("a scenario", mapping);
    String id = entry.text("id").orElseThrow();
    Set<String> origins = new TreeSet<>(entry.map("origins").keySet());
    origins.add(Scenario.ORIGIN);
    Map<String, String> files = new LinkedHashMap<>();
    entry.map("files").forEach((name, text) -> files.put(name, text.toString()));
    Draft draft = new Draft(id, doors(entry), origins, files, mapping);
    scenario(new Entry(id, mapping), "http://origin"); // Refuses what it does not know.
    return draft;
  }

  private static Set<Door> doors(Entry entry) {
    Set<Door> doors = EnumSet.noneOf(Door.class);
    entry.texts("doors").forEach(name -> doors.add(Door.of(name)));
    if (doors.isEmpty() && entry.has("backends")) {
      doors.addAll(Door.OURS);
    }
    others(entry).keySet().forEach(doors::add);
    return doors;
  }

  private static Map<Door, String> others(Entry entry) {
    Map<Door, String> others = new EnumMap<>(Door.class);
    entry.text("couper").ifPresent(text -> others.put(Door.COUPER, couper(text)));
    if (entry.has("krakend")) {
      others.put(Door.KRAKEND, krakend(entry.map("krakend")));
    }
    return others;
  }

  /** Two lines above the text, of which the first line thus is the third. */
  private static String couper(String text) {
    return "settings { no_proxy_from_env = true }\ndefinitions {\n" + text + "}\n";
  }

  private static String krakend(Map<String, Object> backend) {
    Map<String, Object> endpoint = Map.of("endpoint", "/be", "backend", List.of(backend));
    return JSON.writeValueAsString(Map.of("version", 3, "endpoints", List.of(endpoint)));
  }

  // ---- scenarios

  private static Scenario scenario(Entry entry, String origin) {
    List.of("doors", "files").forEach(entry::take);
    Scenario scenario =
        new Scenario(
            entry.text("id").orElseThrow(),
            Definition.of(backends(entry.map("backends"), origin), others(entry)),
            origins(entry.map("origins")),
            steps(entry),
            entry.truth("at_once"),
            expected(entry));
    entry.done();
    return scenario;
  }

  private static Map<String, Map<String, Object>> backends(
      Map<String, Object> said, String origin) {
    Map<String, Map<String, Object>> backends = new LinkedHashMap<>();
    said.forEach(
        (label, keys) -> {
          Map<String, Object> backend = new LinkedHashMap<>();
          backend.put("origin", origin);
          backend.putAll(Entry.map(keys));
          backends.put(label, backend);
        });
    return backends;
  }

  private static Map<String, List<Scenario.Reply>> origins(Map<String, Object> said) {
    Map<String, List<Scenario.Reply>> origins = new LinkedHashMap<>();
    said.forEach(
        (name, replies) ->
            origins.put(
                name,
                ((List<?>) replies).stream().map(each -> reply(new Entry(name, each))).toList()));
    return origins;
  }

  private static Scenario.Reply reply(Entry entry) {
    boolean held = entry.truth("held");
    Optional<Object> json = Optional.ofNullable(entry.take("json"));
    Row.Answer answer = Parts.answer(entry, "");
    entry.done();
    return new Scenario.Reply(json.map(value -> json(answer, value)).orElse(answer), held);
  }

  private static Row.Answer json(Row.Answer answer, Object value) {
    Map<String, List<String>> headers = new LinkedHashMap<>(answer.headers());
    headers.put("Content-Type", List.of("application/json"));
    return new Row.Answer(answer.status(), headers, JSON.writeValueAsString(value), false);
  }

  // ---- calls

  private static List<Scenario.Step> steps(Entry entry) {
    Object said = entry.take("calls");
    return said == null
        ? List.of()
        : ((List<?>) said).stream().map(each -> step(new Entry("calls", each))).toList();
  }

  private static Scenario.Step step(Entry entry) {
    Scenario.Step step =
        new Scenario.Step(
            entry.text("backend", "be"),
            Parts.call(entry),
            entry.number("times", 1),
            entry.text("at").map(Durations::parse),
            outcome(entry));
    entry.done();
    return step;
  }

  private static Scenario.Outcome outcome(Entry entry) {
    return new Scenario.Outcome(
        entry.has("error") ? Optional.of(Parts.failure(entry)) : Optional.empty(),
        entry.has("cl") ? Optional.of(Parts.client(entry, ByteString.EMPTY)) : Optional.empty(),
        entry.text("took").map(Durations::parse),
        entry.texts("warnings"));
  }

  // ---- what comes of it

  private static Scenario.Expected expected(Entry entry) {
    Map<String, Scenario.Seen> seen = new LinkedHashMap<>();
    entry.map("seen").forEach((origin, requests) -> seen.put(origin, seen(requests)));
    return new Scenario.Expected(
        seen,
        refused(new Entry("refused", entry.take("refused"))),
        entry.texts("notes"),
        entry.has("logged") ? Optional.of(entry.texts("logged")) : Optional.empty());
  }

  private static Map<Door, String> refused(Entry entry) {
    Map<Door, String> refused = new EnumMap<>(Door.class);
    entry.text("java").ifPresent(text -> refused.put(Door.BUILDER, text));
    entry
        .text("text")
        .ifPresent(
            text -> {
              refused.put(Door.YAML, text);
              refused.put(Door.BATCH, text);
            });
    entry.text("couper").ifPresent(text -> refused.put(Door.COUPER, text));
    entry.done();
    return refused;
  }

  private static Scenario.Seen seen(Object said) {
    if (said instanceof List<?> list) {
      return new Scenario.Seen(
          list.stream().map(each -> received(new Entry("seen", each))).toList(), false);
    }
    List<Scenario.Received> requests = new ArrayList<>();
    Entry.map(said)
        .forEach(
            (path, each) -> {
              Map<String, Object> request = Entry.map(each);
              request.put("path", path);
              requests.add(received(new Entry(path, request)));
            });
    return new Scenario.Seen(requests, true);
  }

  private static Scenario.Received received(Entry entry) {
    Scenario.Received received =
        new Scenario.Received(
            Parts.upstream(entry),
            entry.text("login"),
            entry.has("signed")
                ? Optional.of(signed(new Entry("signed", entry.take("signed"))))
                : Optional.empty(),
            entry.number("times", 1));
    entry.done();
    return received;
  }

  private static Scenario.Signed signed(Entry entry) {
    Scenario.Signed signed =
        new Scenario.Signed(
            entry.text("field").orElseThrow(),
            entry.text("secret").orElseThrow(),
            entry.map("claims"),
            entry.text("id").orElseThrow(),
            Durations.parse(entry.text("lasts").orElseThrow()));
    entry.done();
    return signed;
  }
}
