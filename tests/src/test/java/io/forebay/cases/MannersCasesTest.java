package io.forebay.cases;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.ExchangeAttribute;
import io.forebay.testing.MisbehavingOrigin;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
      row.expected().up().ifPresent(up -> Checks.upstream(up, origin.takeRequest(ofSeconds(5))));
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
    Checks.failure(expected.failure(), ended.failure());
    if (expected.failure().isEmpty()) {
      Observed.Answer answer = ended.answer().orElseThrow();
      expected.cl().ifPresent(cl -> Checks.client(cl, answer));
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
}
