package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection",
        "Content-Length",
        "Keep-Alive",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade"
      })
  void whatFramesAMessageCannotBeTouched(String name) {
    for (String written :
        new String[] {name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT)}) {
      String problem = "'" + written + "' frames the message and cannot be set or removed";
      assertThat(HeaderNames.problem(written)).contains(problem);
      assertThat(HeaderNames.problemInRequest(written)).contains(problem);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a:", "a\r\n", "\u00e4", "a/b", "(a)", "\u0130"})
  void whatIsNoTokenIsNoName(String name) {
    String problem = "not a header name (expected: letters, digits and !#$%&'*+-.^_`|~)";

    assertThat(HeaderNames.problem(name)).contains(problem);
    assertThat(HeaderNames.problemInRequest(name)).contains(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "X-Tenant", "Content-Type", "Authorization", "Content-Lengths", "T"})
  void otherTokensAreNames(String name) {
    assertThat(HeaderNames.problem(name)).isEmpty();
    assertThat(HeaderNames.problemInRequest(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "host", "HOST"})
  void hostHasAKeyOfItsOwnWhereARequestIsEdited(String name) {
    assertThat(HeaderNames.problem(name)).isEmpty();
    assertThat(HeaderNames.problemInRequest(name))
        .contains("'" + name + "' cannot be edited (expected: override_host or hostname)");
  }
}
