package io.forebay.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.forebay.BackendObserver;
import io.forebay.Environment;
import io.forebay.ExchangeEntry;
import io.forebay.testing.FakeClock;
import io.forebay.testing.ReceivedRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of {@code scenarios.yaml}, each row through each of its doors. */
class ScenarioCasesTest {
  private final FakeClock clock = new FakeClock();
  private final Labels labels = new Labels();

  @TempDir Path folder;

  /** Whose exchanges ended. */
  private static final class Labels implements BackendObserver {
    private final Queue<String> ended = new ConcurrentLinkedQueue<>();

    @Override
    public void exchangeEnded(ExchangeEntry entry) {
      ended.add(entry.report().label());
    }
  }

  static Stream<Arguments> rowsAndDoors() {
    return ScenarioTable.read().stream()
        .flatMap(row -> row.doors().stream().map(door -> Arguments.of(row, door)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("rowsAndDoors")
  void isAsTheTableSays(ScenarioTable.Draft draft, Door door) throws Exception {
    try (Stage stage = new Stage(draft, folder)) {
      check(stage, door);
    } catch (AssertionError e) {
      throw new AssertionError(draft + " " + door + ": " + e.getMessage(), e);
    }
  }

  @Test
  void everyCaseHasARow() {
    Set<String> cases =
        ScenarioTable.read().stream()
            .map(row -> row.id().split(" ", 2)[0])
            .collect(Collectors.toSet());

    assertThat(cases)
        .contains("THR-01", "THR-02", "THR-04", "THR-05", "THR-07", "THR-09", "THR-10", "THR-11")
        .contains("THR-13", "THR-14", "K190", "K191", "K193", "K194", "K213")
        .contains("OAU-01", "OAU-02", "OAU-04", "OAU-05", "OAU-06", "OAU-08", "OAU-10", "OAU-11")
        .contains("OAU-13", "OAU-14", "OAU-15", "OAU-17", "OAU-19", "OAU-21", "OAU-23", "OAU-24")
        .contains("TOK-01", "TOK-02", "TOK-04", "TOK-05")
        .contains("OAS-01", "OAS-02", "OAS-04", "OAS-06", "OAS-07", "OAS-09", "OAS-10", "OAS-12");
  }

  private void check(Stage stage, Door door) throws Exception {
    Scenario scenario = stage.scenario();
    String refused = scenario.expected().refused().get(door);
    Environment environment = Environment.system().withClock(clock).withObserver(labels);
    Session session;
    try {
      session = door.session(scenario.definition(), environment, folder);
    } catch (IllegalArgumentException e) {
      String where = Pattern.quote(folder + "/") + "|backends\\.(yaml|hcl):";
      assertThat(e.getMessage().replaceAll(where, "")).isEqualTo(refused);
      return;
    }
    try (session) {
      assertThat(refused).as("is refused, but opens").isNull();
      if (door == Door.COUPER) {
        assertThat(session.notes()).isEqualTo(scenario.expected().notes());
      }
      checkEnds(new Play(scenario, session, clock).run(stage::release), scenario.atOnce());
    }
    for (String origin : stage.names()) {
      check(scenario.expected().seen().get(origin), stage.received(origin), origin);
    }
    scenario
        .expected()
        .logged()
        .ifPresent(expected -> assertThat(labels.ended).containsExactlyElementsOf(expected));
  }

  // ---- what callers got

  private static void checkEnds(List<Play.Ended> calls, boolean atOnce) {
    List<Observed> outcomes = new ArrayList<>();
    calls.forEach(each -> outcomes.add(each.observed()));
    if (atOnce) {
      sortAlike(calls, outcomes);
    }
    for (int i = 0; i < calls.size(); i++) {
      Scenario.Outcome expected = calls.get(i).step().outcome();
      assertThat(outcomes.get(i)).as("call " + i).isInstanceOf(Observed.Ended.class);
      check(expected, (Observed.Ended) outcomes.get(i));
      assertThat(calls.get(i).took()).isEqualTo(expected.took().orElse(calls.get(i).took()));
    }
  }

  /** Of calls that are alike nobody knows which comes first: those with an answer stand first. */
  private static void sortAlike(List<Play.Ended> calls, List<Observed> outcomes) {
    Map<Row.Call, List<Integer>> alike = new LinkedHashMap<>();
    for (int i = 0; i < calls.size(); i++) {
      alike.computeIfAbsent(calls.get(i).step().call(), any -> new ArrayList<>()).add(i);
    }
    for (List<Integer> places : alike.values()) {
      List<Observed> sorted =
          places.stream()
              .map(outcomes::get)
              .sorted(Comparator.comparing(ScenarioCasesTest::failed))
              .toList();
      for (int i = 0; i < places.size(); i++) {
        outcomes.set(places.get(i), sorted.get(i));
      }
    }
  }

  private static boolean failed(Observed outcome) {
    return !(outcome instanceof Observed.Ended ended) || ended.failure().isPresent();
  }

  private static void check(Scenario.Outcome expected, Observed.Ended ended) {
    Checks.failure(expected.failure(), ended.failure());
    expected.cl().ifPresent(cl -> Checks.client(cl, ended.answer().orElseThrow()));
    ended.warnings().ifPresent(told -> assertThat(told).isEqualTo(expected.warnings()));
  }

  // ---- what origins got

  private static void check(Scenario.Seen expected, List<ReceivedRequest> got, String origin)
      throws Exception {
    List<Scenario.Received> requests = new ArrayList<>();
    if (expected != null) {
      for (Scenario.Received each : expected.requests()) {
        for (int i = 0; i < each.times(); i++) {
          requests.add(each);
        }
      }
    }
    assertThat(got).as(origin).hasSameSizeAs(requests);
    for (int i = 0; i < requests.size(); i++) {
      ReceivedRequest request = expected.byPath() ? of(requests.get(i), got) : got.get(i);
      check(requests.get(i), request);
    }
  }

  private static ReceivedRequest of(Scenario.Received expected, List<ReceivedRequest> got) {
    String path = expected.request().path().orElseThrow();
    Map<String, ReceivedRequest> byPath =
        got.stream()
            .collect(Collectors.toMap(each -> each.target().split("\\?", 2)[0], each -> each));
    assertThat(byPath).containsKey(path);
    return byPath.get(path);
  }

  private static void check(Scenario.Received expected, ReceivedRequest request) throws Exception {
    Checks.upstream(expected.request(), request);
    expected.login().ifPresent(login -> assertThat(login(request)).isEqualTo(login));
    if (expected.signed().isPresent()) {
      check(expected.signed().get(), request);
    }
  }

  private static String login(ReceivedRequest request) {
    String header = request.header("Authorization").orElse("");
    assertThat(header).startsWith("Basic ");
    return new String(Base64.getDecoder().decode(header.substring(6)), UTF_8);
  }

  private static void check(Scenario.Signed expected, ReceivedRequest request) throws Exception {
    String field = Checks.decoded(request.bodyText()).get(expected.field()).get(0);
    SignedJWT jwt = SignedJWT.parse(field);
    assertThat(jwt.verify(new MACVerifier(expected.secret()))).as("signature").isTrue();
    Map<String, Object> claims = jwt.getPayload().toJSONObject();
    assertThat(claims).containsAllEntriesOf(expected.claims());
    assertThat(claims.get("jti").toString()).matches(expected.id());
    long lasts =
        ((Number) claims.get("exp")).longValue() - ((Number) claims.get("iat")).longValue();
    assertThat(lasts).isEqualTo(expected.lasts().toSeconds());
  }
}
