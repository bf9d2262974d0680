package io.forebay.config.vcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.forebay.spec.BackendSpec;
import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import io.forebay.spec.Origins;
import io.forebay.spec.RetrySpec;
import io.forebay.spec.Value;
import io.forebay.spec.WeightedOrigin;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Directors: what is taken, with which meaning, and what is refused. */
class VclDirectorTest {
  private static final String BACKENDS =
      """
      backend a { .host = "a.example"; }
      backend b { .host = "b.example"; }
      backend c { .host = "c.example"; }
      """;

  private static String weighted(String rest) {
    return rest
        + " { .backend = a; .weight = 2; }{ .weight = 1; .backend = b; }"
        + " { .backend = c; .weight = 1; }";
  }

  private static BackendSpec director(String kindAndBody) {
    return Vcl.only("director d " + kindAndBody + " }\n" + BACKENDS);
  }

  @Test
  void randomHasWeightsQuorumAndRetries_R09() {
    BackendSpec spec = director(weighted("random { .quorum = 50%; .retries = 3;"));

    assertThat(spec.label()).isEqualTo("d");
    assertThat(spec.transport().origins())
        .hasToString("http://a.example weight 2, http://b.example, http://c.example");
    assertThat(spec.routing().balancing()).isEqualTo(new Balancing(new Balance.Random(), 50, 0, 0));
    assertThat(spec.routing().outlier().maxEjectedPercent()).isZero();
    assertThat(spec.exchange().retries()).contains(RetrySpec.DEFAULT.withAttempts(3));
  }

  @Test
  void commentStandsBeforeThePercentSign_R01() {
    assertThat(director(weighted("hash { .quorum = 20 /* c */ %;")).routing().balancing().quorum())
        .isEqualTo(20);
  }

  static Stream<Arguments> kinds() {
    String chash = " { .backend = a; .id = \"foo\"; } { .backend = b; .id = \"bar\"; }";
    String plain = " { .backend = a; } { .backend = b; }";
    return Stream.of(
        arguments("R03", weighted("client { .quorum = 50%;"), Balance.Client.DEFAULT),
        arguments("R03", "chash {" + chash, new Balance.Ring(RING_KEY, 256)),
        arguments(
            "chash",
            "chash { .key = client; .seed = 4294967295; .vnodes_per_node = 7;" + chash,
            new Balance.Ring(Balance.Client.DEFAULT.key(), 7)),
        arguments("hash", weighted("hash {"), new Balance.Hash(RING_KEY)),
        arguments("fallback", "fallback {" + plain, new Balance.Fallback()),
        arguments("retired", "round-robin {" + plain, Balance.DEFAULT),
        arguments("retired", "round_robin {" + plain, Balance.DEFAULT));
  }

  private static final Value RING_KEY = Value.template("{request.path}?{request.query}");

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("kinds")
  void kindsAreTaken(String row, String body, Balance balance) {
    List<BackendSpec> all =
        List.copyOf(Vcl.read("director d " + body + " }\n" + BACKENDS).backends().values());
    assertThat(all.get(0).routing().balancing().by()).as(row).isEqualTo(balance);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments(
            "R04",
            "director bar-baz random { { .backend = a; .weight = 1; } }",
            "the name of a director: 'bar-baz'"),
        arguments("R04", "director d testing { { .backend = a; } }", "unknown kind 'testing'"),
        arguments(
            "R04",
            "director d fallback { { .backend = a; } } director d fallback { { .backend = a; } }",
            "declared before"),
        arguments("as a backend", "director a fallback { { .backend = b; } }", "declared before"),
        arguments(
            "R06",
            "director d client { { .backend = a; } }",
            ".weight: missing (expected, as the director is client)"),
        arguments("chash", "director d chash { { .backend = a; } }", ".id: missing"),
        arguments("R07", "director d random { }", "no member"),
        arguments("R08", "director d fallback { { .backend = baz; } }", "'baz' is not declared"),
        arguments(
            "fallback",
            "director d fallback { { .backend = a; .weight = 1; } }",
            ".weight: unknown property"),
        arguments(
            "weight 0",
            "director d random { { .backend = a; .weight = 0; } }",
            ".weight: 0 (expected: a whole number, >= 1"),
        arguments("no backend", "director d fallback { { } }", ".backend: missing"),
        arguments(
            "text", "director d fallback { { .backend = \"a\"; } }", ".backend: a text in quotes"),
        arguments(
            "quorum",
            "director d hash { .quorum = 50; { .backend = a; .weight = 1; } }",
            ".quorum: 50 (expected: a percentage with its sign"),
        arguments(
            "quorum",
            "director d hash { .quorum = 101%; { .backend = a; .weight = 1; } }",
            ".quorum: 101%"),
        arguments(
            "retries",
            "director d hash { .retries = 2; { .backend = a; .weight = 1; } }",
            ".retries: unknown property"),
        arguments(
            "key",
            "director d chash { .key = url; { .backend = a; .id = \"1\"; } }",
            ".key: a word (expected: object or client"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refused")
  void directorsAreRefused(String row, String text, String finding) {
    assertThat(Vcl.findings(BACKENDS + text))
        .as(row)
        .hasSize(1)
        .first()
        .asString()
        .contains(finding);
  }

  @Test
  void shieldIsLeftOut_R07() {
    assertThat(Vcl.read("director test shield { }").backends()).isEmpty();
    assertThat(Vcl.notes("director test shield { }")).hasSize(1);
  }

  @Test
  void membersAreNoBackendsOfTheirOwn() {
    String text = BACKENDS + "director d fallback { { .backend = b; } { .backend = a; } }";
    assertThat(Vcl.read(text).backends().keySet()).containsExactly("c", "d");
    assertThat(Vcl.notes(text))
        .containsExactly(
            "t.vcl:1:9: note: backend 'a': an origin of 'd', and no backend of its own",
            "t.vcl:2:9: note: backend 'b': an origin of 'd', and no backend of its own");
  }

  /** A definition has no backends of backends. */
  @Test
  void directorOfDirectorsIsLeftOut_D26() {
    String text =
        BACKENDS
            + "director e random { { .backend = d; .weight = 1; } { .backend = a; .weight = 3; } }"
            + "director d fallback { { .backend = b; } { .backend = c; } }";
    assertThat(Vcl.read(text).backends().keySet()).containsExactly("a", "d");
    assertThat(Vcl.notes(text)).anyMatch(note -> note.contains("its member 'd' is a director"));
  }

  @Test
  void mannersOfTheFirstMemberHold() {
    String text =
        """
        backend a { .host = "a.example"; .connect_timeout = 2s; }
        backend b { .host = "b.example"; .max_connections = 7; .probe = { .url = "/x"; } }
        director d fallback { { .backend = a; }
          { .backend = b; } }
        """;
    BackendSpec spec = Vcl.only(text);
    assertThat(spec.exchange().timeouts().connect()).isEqualTo(Duration.ofSeconds(2));
    assertThat(spec.transport().pool().maxConnections()).isEqualTo(200);
    assertThat(spec.health()).isEmpty();
    assertThat(Vcl.notes(text))
        .anyMatch(
            note ->
                note.startsWith(
                        "t.vcl:4:3: note: director 'd': .connect_timeout, .max_connections,"
                            + " .probe")
                    && note.endsWith("of 'b' left out: what 'a' says holds for all"));
  }

  @Test
  void sameOriginTwiceIsOne() {
    String text =
        BACKENDS
            + "director d random { { .backend = a; .weight = 60000; } { .backend = a; .weight ="
            + " 9999; } { .backend = b; .weight = 1; } { .backend = c; .weight = 1; } }";
    Origins origins = Vcl.only(text).transport().origins();
    assertThat(((Origins.Listed) origins).members())
        .extracting(WeightedOrigin::weight)
        .containsExactly(65535, 1, 1);
    assertThat(Vcl.notes(text)).hasSize(5);
  }

  @Test
  void asManyAttemptsAsMembers() {
    assertThat(director(weighted("random {")).exchange().retries())
        .contains(RetrySpec.DEFAULT.withAttempts(3));
    assertThat(director(weighted("random { .retries = 2;")).exchange().retries()).isEmpty();
    assertThat(director(weighted("random { .retries = 99;")).exchange().retries())
        .contains(RetrySpec.DEFAULT.withAttempts(10));
    assertThat(director(weighted("hash {")).exchange().retries()).isEmpty();
  }
}
