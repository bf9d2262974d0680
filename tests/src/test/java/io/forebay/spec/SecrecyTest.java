package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forebay.health.HealthSpec;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is declared secret is in no text of any value, wherever it stands. */
class SecrecyTest {
  private static final String SECRET = "tell-nobody";

  private static final Value GIVEN = Value.secret(SECRET);
  private static final Value REFERENCED =
      new Template(
          List.of(
              new Template.Literal("Bearer ", ""),
              new Template.Literal(SECRET, "${env:TOKEN}"),
              new Template.Variable("tail")));

  @Test
  void noTextOfADefinitionTellsASecret() {
    List<Object> all = new ArrayList<>();
    collect(definition(), all);

    assertThat(all).hasAtLeastOneElementOfType(Template.Literal.class);
    assertThat(all).hasAtLeastOneElementOfType(Credentials.class);
    assertThat(all).hasAtLeastOneElementOfType(Material.Inline.class);
    assertThat(all).hasAtLeastOneElementOfType(ClientIdentity.class);
    assertThat(all).hasAtLeastOneElementOfType(ProxySpec.Fixed.class);
    assertThat(all).hasAtLeastOneElementOfType(ClientAuthentication.class);
    assertThat(all).hasAtLeastOneElementOfType(TokenBody.Members.class);
    assertThat(all).hasSizeGreaterThan(40);
    for (Object part : all) {
      assertThat(part.toString()).as(part.getClass().getName()).doesNotContain(SECRET);
    }
  }

  private static BackendSpec definition() {
    Edits edits =
        new Edits.Builder().remove("Cookie").set("A", GIVEN, REFERENCED).add("B", GIVEN).build();
    ExchangeSpec exchange =
        new ExchangeSpec(
            Optional.empty(),
            new PathSpec(Optional.of(REFERENCED), Optional.of(GIVEN)),
            new EditPlan(edits, edits, edits, edits),
            Timeouts.DEFAULT,
            Optional.of(Credentials.basic("joe:" + SECRET)),
            AnswerSpec.UNCHANGED,
            BodySpec.DEFAULT,
            false,
            Optional.empty());
    HealthSpec health = new HealthSpec.Builder().header("X-Key", SECRET).build();
    return new BackendSpec("users", transport(), exchange, Optional.of(health))
        .withTokens(tokens());
  }

  private static TokenSources tokens() {
    JwtSigningProfile signing =
        new JwtSigningProfile(
            JwtAlgorithm.RS256,
            Duration.ofSeconds(10),
            Optional.of(Material.inline(SECRET)),
            Map.of("claim", GIVEN, "inner", new TokenBody.Items(List.of(GIVEN))),
            Map.of());
    OAuth2Spec oauth2 =
        new OAuth2Spec(
            TokenEndpoint.of("https://as/token?key=" + SECRET),
            new OAuth2Grant.Password(GIVEN, GIVEN),
            Optional.of(
                new ClientAuthentication(
                    ClientAuthentication.Method.PRIVATE_KEY_JWT,
                    GIVEN,
                    Optional.of(GIVEN),
                    Optional.of(signing))),
            "scope",
            Map.of("field", List.of(GIVEN)),
            1);
    TokenRequestSpec request =
        TokenRequestSpec.of(TokenEndpoint.of("https://as"), "/token", "/ttl")
            .withMessage(
                TokenRequestSpec.Message.form(Map.of("secret", List.of(GIVEN, REFERENCED))));
    TokenBody.JsonPart json = new TokenBody.Members(Map.of("key", GIVEN));
    return new TokenSources(
        Optional.of(oauth2),
        List.of(
            request,
            request
                .withName("json")
                .withMessage(
                    new TokenRequestSpec.Message(
                        "POST",
                        Map.of("X-Key", List.of(GIVEN)),
                        Map.of(),
                        new TokenBody.Json(json)))));
  }

  private static TransportSpec transport() {
    TlsSpec tls =
        TlsSpec.DEFAULT
            .withTrust(TrustSpec.DEFAULT.withCa(List.of(Material.inline(SECRET))))
            .withIdentity(
                Optional.of(
                    new ClientIdentity(
                        Material.inline(SECRET),
                        Optional.of(new Material.Inline(SECRET, "${env:KEY}")),
                        Optional.of(GIVEN))));
    return TransportSpec.of(Origin.of("https://users"))
        .withTls(tls)
        .withProxy(ProxySpec.of("http://joe:" + SECRET + "@proxy:3128"));
  }

  /** The value, the values it consists of, and so on. Header values of a probe are plain texts. */
  private static void collect(Object value, List<Object> all) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(content -> collect(content, all));
    } else if (value instanceof Collection<?> collection) {
      collection.forEach(element -> collect(element, all));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(element -> collect(element, all));
    } else if (!(value instanceof String)) {
      all.add(value);
      if (value instanceof Record) {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
          collect(componentOf(value, component), all);
        }
      }
    }
  }

  private static Object componentOf(Object value, RecordComponent component) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(component.toString(), e);
    }
  }

  @Test
  void materialIdentityAndProxyTellWhereAndNotWhat() {
    TransportSpec transport = transport();

    assertThat(transport.tls().identity())
        .hasToString("Optional[certificate (inline), key (inline)]");
    assertThat(transport.tls().trust().ca()).hasToString("[(inline)]");
    assertThat(transport.proxy()).hasToString("http://proxy:3128");
    assertThat(Material.file(Path.of("ca.pem"))).hasToString("ca.pem");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://joe:tell-nobody@proxy",
        "http://joe:tell-nobody@",
        "http://joe:tell-nobody@proxy/path",
        "http://joe:tell-nobody@proxy:0",
        "joe:tell-nobody %@proxy",
        "http://joe:tell-nobody%0a@proxy"
      })
  void badProxyIsRefusedWithoutBeingTold(String proxy) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProxySpec.of(proxy))
        .satisfies(e -> assertThat(e.toString()).doesNotContain(SECRET))
        .withNoCause();
  }

  @Test
  void refinementTellsNoSecret() {
    Refinement refinement =
        Refinement.NONE
            .with(ExchangeAttribute.PATH, Optional.of(GIVEN))
            .with(ExchangeAttribute.REQUEST_HEADERS.set(), Map.of("A", List.of(REFERENCED)))
            .with(ExchangeAttribute.BASIC_AUTH, Optional.of(Credentials.basic(SECRET)));

    assertThat(refinement.toString())
        .doesNotContain(SECRET)
        .contains("path", "set_request_headers", "basic_auth", "***");
  }

  @Test
  void secretPrintsAsStarsAndIsSentAsItIs() {
    assertThat(GIVEN).hasToString("***");
    assertThat(GIVEN.resolve(FixedCall.NONE)).isEqualTo(SECRET);
    assertThat(REFERENCED).hasToString("Bearer ***{tail}");
    assertThat(REFERENCED.resolve(FixedCall.with("tail", "!"))).isEqualTo("Bearer " + SECRET + "!");
  }

  @Test
  void messageOfAnUnboundVariableTellsNoSecret() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> REFERENCED.resolve(FixedCall.NONE))
        .satisfies(e -> assertThat(e.toString()).doesNotContain(SECRET));
  }

  @Test
  void credentialsPrintAsStars() {
    Credentials login = Credentials.referenced("joe:" + SECRET, "${env:LOGIN}");

    assertThat(login).hasToString("***");
    assertThat(login.reference()).isEqualTo("${env:LOGIN}");
    assertThat(login.reveal()).isEqualTo("joe:" + SECRET);
    assertThat(login).isEqualTo(Credentials.basic("joe:" + SECRET));
    assertThat(login).hasSameHashCodeAs(Credentials.basic("joe:" + SECRET));
    assertThat(login).isNotEqualTo(Credentials.basic("joe"));
  }

  /** HDR-09, RUN-08, and Couper's "no colon required". */
  @Test
  void credentialsAreEncodedAsTheyStand() {
    assertThat(Credentials.basic("user:pass").headerValue()).isEqualTo("Basic dXNlcjpwYXNz");
    assertThat(Credentials.basic("u:p").headerValue()).isEqualTo("Basic dTpw");
    assertThat(Credentials.basic("useronly").headerValue()).isEqualTo("Basic dXNlcm9ubHk=");
    assertThat(Credentials.basic("u:\u00e4:\u20ac").headerValue()).isEqualTo("Basic dTrDpDrigqw=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "joe:tell-nobody\r\n", "joe:tell-nobody\0", "\ttell-nobody"})
  void credentialsThatHttpCannotCarryAreRefusedWithoutBeingTold(String userPassword) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Credentials.basic(userPassword))
        .withMessageStartingWith("basic_auth: ")
        .withMessageEndingWith("(expected: user:password)")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET));
  }
}
