package io.forebay.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.ExchangeAttribute;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.ReceivedRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of {@code manners.yaml}, each row through each of its doors. */
class MannersCasesTest {
  private static final String PLACE = "(?s).*(t|backends)\\.yaml:[0-9]+:[0-9]+: error: .*";

  private final MisbehavingOrigin origin = MisbehavingOrigin.start();

  @TempDir Path folder;

  @AfterEach
  void closeOrigin() {
    origin.close();
  }

  static Stream<Arguments> rowsAndDoors() {
    return MannersTable.read().stream()
        .flatMap(row -> row.doors().stream().map(door -> Arguments.of(row, door)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("rowsAndDoors")
  void isAsTheTableSays(MannersTable.Draft draft, Door door) throws IOException {
    Row row = draft.at(origin, nobody());
    origin.respond(row.answer().behaviour());

    Observed outcome = door.run(row, folder);

    try {
      check(row.expected(), outcome, door);
      assertThat(origin.requestCount()).as("requests").isEqualTo(row.expected().seen());
      row.expected().up().ifPresent(up -> check(up, origin.takeRequest(ofSeconds(5))));
    } catch (AssertionError e) {
      throw new AssertionError(row + " " + door + ": " + e.getMessage(), e); // Reports number rows.
    }
  }

  @Test
  void everyMannerHasARow() {
    Set<String> keys = new TreeSet<>();
    for (MannersTable.Draft draft : MannersTable.read()) {
      Definition definition = draft.at(origin, origin.url()).definition();
      keys.addAll(definition.backend().keySet());
      definition.refinements().values().forEach(refined -> keys.addAll(refined.keySet()));
    }

    assertThat(ExchangeAttribute.all().stream().map(ExchangeAttribute::key))
        .filteredOn(key -> !key.startsWith("between_bytes_") && !key.endsWith("timeout"))
        .filteredOn(key -> !key.equals("max_response_bytes"))
        .isSubsetOf(keys);
  }

  /** The URL of a port that was ours a moment ago. */
  private static String nobody() {
    try (MisbehavingOrigin gone = MisbehavingOrigin.start()) {
      return gone.url();
    }
  }

  // ---- what came of it

  private static void check(Row.Expected expected, Observed outcome, Door door) {
    if (expected.refused().isPresent()) {
      checkRefusal(expected.refused().get(), outcome, door);
      return;
    }
    if (expected.misused().isPresent()) {
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Observed.Misused.class,
              misused -> assertThat(misused.text()).contains(expected.misused().get()));
      return;
    }
    assertThat(outcome).isInstanceOf(Observed.Ended.class);
    Observed.Ended ended = (Observed.Ended) outcome;
    checkFailure(expected.failure(), ended.failure());
    if (expected.failure().isEmpty()) {
      Observed.Answer answer = ended.answer().orElseThrow();
      expected.cl().ifPresent(cl -> check(cl, answer));
    }
    ended.warnings().ifPresent(told -> assertThat(told).isEqualTo(expected.warnings()));
    checkLog(expected.log(), ended.log(), door);
  }

  private static void checkRefusal(String text, Observed outcome, Door door) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Observed.Refused.class,
            refused -> {
              assertThat(refused.text()).contains(text);
              if (door != Door.BUILDER) {
                assertThat(refused.text()).matches(PLACE);
              }
            });
  }

  private static void checkFailure(
      Optional<Row.Failure> expected, Optional<Observed.Failure> failure) {
    assertThat(failure.map(Observed.Failure::kind)).isEqualTo(expected.map(Row.Failure::kind));
    expected.ifPresent(rows -> assertThat(failure.orElseThrow().text()).contains(rows.contains()));
  }

  private static void check(Row.Client expected, Observed.Answer answer) {
    expected.status().ifPresent(status -> assertThat(answer.status()).isEqualTo(status));
    expected
        .headers()
        .forEach(
            (name, values) ->
                assertThat(answer.headers().get(name.toLowerCase(Locale.ROOT)))
                    .as(name)
                    .isEqualTo(values));
    assertThat(answer.headers()).doesNotContainKeys(expected.absent().toArray(String[]::new));
    expected.body().ifPresent(body -> assertThat(answer.body()).isEqualTo(body));
  }

  private static void checkLog(Map<String, Object> expected, Map<String, Object> log, Door door) {
    Map<String, Object> told = new LinkedHashMap<>(expected);
    if (door == Door.BATCH) {
      told.keySet().retainAll(List.of("custom"));
    }
    checkFields("log", told, log);
  }

  private static void checkFields(String place, Map<?, ?> expected, Map<?, ?> fields) {
    expected.forEach(
        (name, value) -> {
          String where = place + "." + name;
          if (value instanceof Map<?, ?> inner) {
            assertThat(fields.get(name)).as(where).isInstanceOf(Map.class);
            checkFields(where, inner, (Map<?, ?>) fields.get(name));
          } else {
            assertThat(plain(fields.get(name))).as(where).isEqualTo(plain(value));
          }
        });
  }

  /** Numbers are equal whatever their type, and nothing else is. */
  private static Object plain(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(MannersCasesTest::plain).toList();
    }
    return value instanceof Number ? new BigDecimal(value.toString()).stripTrailingZeros() : value;
  }

  // ---- what the origin got

  private static void check(Row.Upstream expected, ReceivedRequest request) {
    String target = request.target();
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? "" : target.substring(mark + 1);
    expected.method().ifPresent(method -> assertThat(request.method()).isEqualTo(method));
    expected.target().ifPresent(whole -> assertThat(target).isEqualTo(whole));
    expected.path().ifPresent(part -> assertThat(path).isEqualTo(part));
    expected.rawQuery().ifPresent(part -> assertThat(query).isEqualTo(part));
    expected.query().ifPresent(params -> assertThat(decoded(query)).isEqualTo(params));
    expected.body().ifPresent(body -> assertThat(request.bodyText()).isEqualTo(body));
    expected.form().ifPresent(params -> assertThat(decoded(request.bodyText())).isEqualTo(params));
    expected
        .headers()
        .forEach((name, values) -> assertThat(request.headers(name)).as(name).isEqualTo(values));
    expected.absent().forEach(name -> assertThat(request.headers(name)).as(name).isEmpty());
    if (!expected.names().isEmpty()) {
      assertThat(names(request)).isEqualTo(expected.names());
    }
  }

  private static Set<String> names(ReceivedRequest request) {
    return request.headers().stream()
        .map(header -> header.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, List<String>> decoded(String params) {
    Map<String, List<String>> decoded = new LinkedHashMap<>();
    for (String pair : params.split("&", -1)) {
      String[] nameAndValue = pair.split("=", 2);
      decoded
          .computeIfAbsent(URLDecoder.decode(nameAndValue[0], UTF_8), any -> new ArrayList<>())
          .add(URLDecoder.decode(nameAndValue[1], UTF_8));
    }
    return decoded;
  }
}
