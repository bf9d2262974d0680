package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may depend on the call; SecrecyTest has the rest. */
class CredentialsTest {

  /** HDR-09. */
  @ParameterizedTest
  @CsvSource({
    "{request.headers.x-user}:pass, user, Basic dXNlcjpwYXNz",
    "{request.headers.x-user}:pass, '', Basic OnBhc3M=",
    "{request.headers.x-user}, user, Basic dXNlcg==",
    "{request.headers.x-user}, '', ",
    "{request.headers.x-user}, ' ', ",
    "{request.headers.other}, user, ",
    "{request.headers.other}:pass, user, Basic OnBhc3M=",
    "'{request.headers.other} ', user, ",
  })
  void loginIsComputedForEachCallAndBlankIsNone(String template, String user, String header) {
    Credentials login = Credentials.basic(Value.template(template));

    assertThat(login.headerValue(FixedCall.withHeader("x-user", user))).isEqualTo(header);
    assertThat(login.constant()).isFalse();
  }

  @Test
  void functionMaySayThatThereIsNone() {
    assertThat(Credentials.basic(Value.computed(call -> null)).headerValue(FixedCall.NONE))
        .isNull();
    assertThat(Credentials.basic(Value.computed(call -> "u:p")).headerValue(FixedCall.NONE))
        .isEqualTo("Basic dTpw");
  }

  @Test
  void constantIsTheSameForEveryCall() {
    Credentials login = Credentials.basic("user:pass");

    assertThat(login.constant()).isTrue();
    assertThat(login.headerValue(FixedCall.NONE)).isEqualTo(login.headerValue());
    assertThat(login.reference()).isEmpty();
  }

  @Test
  void numberAloneIsALoginToo() {
    Credentials login = Credentials.basic(Value.of(42));

    assertThat(login.constant()).isTrue();
    assertThat(login.headerValue(FixedCall.NONE)).isEqualTo("Basic NDI=");
    assertThat(login.headerValue()).isEqualTo("Basic NDI=");
    assertThat(login).isEqualTo(Credentials.basic("42"));
  }

  @Test
  void unboundVariableIsNamed() {
    assertThatExceptionOfType(UnboundVariableException.class)
        .isThrownBy(() -> Credentials.basic(Value.template("u:{p}")).headerValue(FixedCall.NONE))
        .satisfies(e -> assertThat(e.variable()).isEqualTo("p"));
  }

  @Test
  void whatDependsOnTheCallHasNoOneHeader() {
    for (Value value : List.of(Value.template("u:{p}"), Value.computed(call -> "u:p"))) {
      Credentials login = Credentials.basic(value);

      assertThatIllegalStateException().isThrownBy(login::headerValue);
      assertThatIllegalStateException().isThrownBy(login::reveal);
      assertThat(login.value()).isEqualTo(value);
      assertThat(login.reference()).isEmpty();
      assertThat(login).hasToString("***");
      assertThat(login)
          .isEqualTo(Credentials.basic(value))
          .hasSameHashCodeAs(Credentials.basic(value))
          .isNotEqualTo(Credentials.basic("u:p"));
    }
  }

  @Test
  void responseIsNotKnownYet() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Credentials.basic(Value.template("u:{backend_response.status}")))
        .withMessage("basic_auth: refers to the response");
  }

  @Test
  void constantTemplateIsCheckedLikeAText() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Credentials.basic(Value.secret(" ")))
        .withMessage("basic_auth: empty (expected: user:password)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Credentials.basic(Value.secret("tell-nobody\n")))
        .withMessage("basic_auth: holds a control character (expected: user:password)");
  }
}
