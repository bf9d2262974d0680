package io.forebay.config.fastly;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.internal.dialect.Carried;
import io.forebay.health.SlowStart;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import io.forebay.spec.RetrySpec;
import io.forebay.spec.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backends that share traffic. */
class DirectorTest {
  private static final String TWO =
      "\"backends\": [{\"name\": \"a\", \"address\": \"a.example\", \"weight\": 2},"
          + " {\"name\": \"b\", \"address\": \"b.example\", \"weight\": 1}]";

  private static String text(String director) {
    return "{" + TWO + ", \"directors\": [{\"name\": \"d\", " + director + "}]}";
  }

  private static BackendSpec director(String members) {
    return Api.backends(text("\"backends\": [\"a\", \"b\"]" + members)).get("d");
  }

  @Test
  void automaticGroupOfD24HasWeightsAndNoConditions() {
    Carried carried = Api.file("version.json");
    BackendSpec group = carried.backends().get("autodirector_");

    assertThat(carried.backends())
        .containsOnlyKeys(
            "web-1", "web-2", "admin", "media_a", "media_b", "media", "autodirector_");
    assertThat(group.transport().origins())
        .hasToString("https://10.0.0.1 weight 100, https://10.0.0.2 weight 50");
    assertThat(group.routing().balancing()).isEqualTo(new Balancing(new Balance.Random(), 0, 0, 0));
    assertThat(group.routing().outlier().mostEjected(2)).isZero();
    assertThat(group.routing().slowStart()).isEqualTo(SlowStart.OFF);
    assertThat(group.exchange().retries().map(RetrySpec::attempts)).contains(2);
    assertThat(group.health()).isEqualTo(carried.backends().get("web-1").health());
    assertThat(group.transport().tls())
        .isEqualTo(carried.backends().get("web-1").transport().tls());
  }

  @Test
  void wholeVersionNotesWhatDoesNotCarryOver() {
    assertThat(Api.notes(Api.file("version.json")))
        .containsExactly(
            "'comment': left out: not about backends",
            "'domains' (1 entries): left out: not about backends",
            "backend 'admin': auto_loadbalance: left out: request_condition is given",
            "backend 'admin': request_condition: 'is admin' (priority 10: req.url ~ \"^/admin\"):"
                + " left out: who calls chooses the backend by its label",
            "backend 'admin': shield: left out: definitions know no points of presence",
            "backend 'media a': name: called 'media_a' here",
            "backend 'media b': name: called 'media_b' here",
            "condition 'is large': left out: no backend refers to it");
  }

  @Test
  void oneBalancedBackendIsNoGroup() {
    assertThat(Api.backends(Api.backendText("\"auto_loadbalance\": true"))).containsOnlyKeys("b");
  }

  @Test
  void directorHasItsMembersByListAndByRelation() {
    BackendSpec media = Api.file("version.json").backends().get("media");

    assertThat(media.transport().origins())
        .hasToString("http://a.media.example weight 2, http://b.media.example");
    assertThat(media.routing().balancing().quorum()).isEqualTo(50);
    assertThat(media.exchange().retries().map(RetrySpec::attempts)).contains(3);
  }

  @Test
  void whatIsNotGivenIsAsTheApiFillsItIn() {
    BackendSpec director = director("");

    assertThat(director.routing().balancing())
        .isEqualTo(new Balancing(new Balance.Random(), 75, 0, 0));
    assertThat(director.exchange().retries().map(RetrySpec::attempts)).contains(5);
  }

  @Test
  void typesAreBalances() {
    assertThat(director(", \"type\": \"1\"").routing().balancing().by())
        .isEqualTo(new Balance.Random());
    assertThat(director(", \"type\": 2").routing().balancing().by()).isEqualTo(Balance.DEFAULT);
    assertThat(director(", \"type\": 3").routing().balancing().by())
        .isEqualTo(new Balance.Hash(Value.template("{request.path}?{request.query}")));
    assertThat(director(", \"type\": 4").routing().balancing().by())
        .isEqualTo(Balance.Client.DEFAULT);
  }

  @ParameterizedTest(name = "{0}: {1} is refused: {2}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "R04,`\"backends\": [\"a\"], \"type\": \"testing\"`,type: 'testing' (expected: 1 (random)"
            + " 3 (hash) or 4 (client))",
        "R07,`\"backends\": []`,backends: none (expected: at least one name)",
        "R08,`\"backends\": [\"baz\"]`,backends: 'baz' is not defined (expected: names of backends)",
        "6.1,`\"backends\": [\"a\"], \"quorum\": 101`,quorum: 101 (expected: 0-100)",
        "6.1,`\"backends\": [7]`,backends: expected the name of a backend but was number 7",
      })
  void directorIsRefused(String row, String members, String problem) {
    assertThat(Api.findings(text(members)).get(0).replace("(random),", "(random)"))
        .as(row)
        .endsWith("director 'd': " + problem);
  }

  @Test
  void membersMayBeObjects() {
    String objects = "\"backends\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"quorum\": 75";

    assertThat(Api.backends(text(objects)).get("d")).isEqualTo(director(""));
  }

  @Test
  void settingsOfTheFirstCountAndOthersAreNoted() {
    String text = text("\"backends\": [\"b\", \"a\"]").replace("\"weight\": 2", "\"max_conn\": 7");
    Carried carried = Api.read(text);

    assertThat(carried.backends().get("d").transport().pool().maxConnections()).isEqualTo(200);
    assertThat(Api.notes(carried))
        .containsExactly("backend 'a': max_conn: in 'd' left out: that of backend 'b' is used");
  }

  @Test
  void namesThatAreEachMembersOwnAreLeftToTheOrigins() {
    String text =
        text("\"backends\": [\"b\", \"a\"]")
            .replace("\"weight\": 2", "\"override_host\": \"a.example\"")
            .replace("\"weight\": 1", "\"override_host\": \"b.example\"");
    Carried carried = Api.read(text);

    assertThat(carried.backends().get("d").exchange().host()).isEmpty();
    assertThat(carried.backends().get("a").exchange().host()).contains("a.example");
    assertThat(carried.notes()).isEmpty();
  }

  @Test
  void nameThatIsOneMembersOwnAndSaidByAllOthersIsTheGroups() {
    for (String members : List.of("\"backends\": [\"a\", \"b\"]", "\"backends\": [\"b\", \"a\"]")) {
      String text = text(members).replace("\"weight\": 1", "\"override_host\": \"a.example\"");
      Carried carried = Api.read(text);

      assertThat(carried.backends().get("d").exchange().host()).contains("a.example");
      assertThat(carried.backends().get("a").exchange().host()).isEmpty();
      assertThat(carried.notes()).isEmpty();
    }
  }

  @Test
  void membersAtOneOriginAreOne() {
    Carried carried =
        Api.read(text("\"backends\": [\"a\", \"b\"]").replace("b.example", "a.example"));

    assertThat(carried.backends().get("d").transport().origins()).hasToString("http://a.example");
    assertThat(Api.notes(carried))
        .containsExactly(
            "backend 'b': weight: in 'd' added to that of another backend at http://a.example");
  }

  @Test
  void directorWithTheNameOfABackendIsCalledOtherwise() {
    String text = text("\"backends\": [\"a\", \"b\"]").replace("\"d\"", "\"a\"");

    assertThat(Api.backends(text)).containsOnlyKeys("a", "b", "a_director");
  }

  @Test
  void directorAloneIsNoted() {
    Carried carried = Api.read("{\"name\": \"d\", \"quorum\": 75, \"backends\": [\"a\"]}");

    assertThat(carried.backends()).isEmpty();
    assertThat(Api.notes(carried))
        .containsExactly(
            "director 'd': backends: left out with the director: they are not in this text");
  }
}
