package io.forebay.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.EditPlan;
import io.forebay.spec.Edits;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.PathSpec;
import io.forebay.spec.Template;
import io.forebay.spec.Value;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownPathTest {
  private static final HttpUrl ASKED = HttpUrl.get("http://users/asked?a=1");

  private static final Value MIXED =
      new Template(
          List.of(new Template.Literal("Bearer ", ""), new Template.Literal("hidden", "${env:T}")));

  private static ShownPath shown(Edits.Builder query) {
    return new ShownPath(
        ExchangeSpec.DEFAULT.withEdits(EditPlan.NONE.withQueryParams(query.build())));
  }

  private static ShownPath shown(Value path, Value prefix) {
    return new ShownPath(
        ExchangeSpec.DEFAULT.withPath(
            new PathSpec(Optional.ofNullable(path), Optional.ofNullable(prefix))));
  }

  private static String of(ShownPath shown, String sent) {
    return shown.of(ASKED, HttpUrl.get("http://users" + sent));
  }

  @ParameterizedTest
  @CsvSource({
    "/x, /x",
    "/x?, /x?",
    "/x?a=1&b, /x?a=1&b",
    "/a%20b?c=%20+d, /a%20b?c=%20+d",
    "/?t%6Fken=1, /?t%6Fken=1",
  })
  void withoutASecretEverythingIsShownAsItWasSent(String sent, String text) {
    assertThat(of(new ShownPath(ExchangeSpec.DEFAULT), sent)).isEqualTo(text);
    assertThat(of(shown(new Edits.Builder().set("token", "1").add("b", "2")), sent))
        .isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "/x?token=hidden, /x?token=***",
    "/x?a=1&token=hidden&b=2&token=own, /x?a=1&token=***&b=2&token=***",
    "/x?t%6Fken=hidden, /x?t%6Fken=***",
    "/x?a%20b=hidden, /x?a%20b=***",
    "/x?token=hid=den, /x?token=***",
    "/x?Token=own&token2=own&atoken=own, /x?Token=own&token2=own&atoken=own",
    "/x?token, /x?token",
    "/x?%zz=own&=own&&, /x?%zz=own&=own&&",
    "/x, /x",
  })
  void valuesOfSecretParametersAreStarredAndNothingElse(String sent, String text) {
    for (Value secret : List.of(Value.secret("hidden"), MIXED)) {
      Edits.Builder set =
          new Edits.Builder().set("token", secret).add("a b", Value.of("1"), secret).set("b", "2");

      assertThat(of(shown(set), sent)).isEqualTo(text);
    }
  }

  @Test
  void secretPathIsReplacedByTheCallersWhole() {
    assertThat(of(shown(Value.secret("/hidden"), null), "/hidden?q=1")).isEqualTo("/asked?q=1");
    assertThat(of(shown(null, MIXED), "/Bearer%20hidden/x")).isEqualTo("/asked");
    assertThat(of(shown(Value.of("/v2/**"), Value.template("/{t}")), "/t/v2/x"))
        .isEqualTo("/t/v2/x");
  }

  @Test
  void headerThatAnEditMakesSecretIsHidden() {
    Edits edits =
        new Edits.Builder()
            .set("User-Agent", MIXED)
            .add("referer", Value.secret("hidden"))
            .set("Accept", "text/plain")
            .build();
    ShownPath shown =
        new ShownPath(ExchangeSpec.DEFAULT.withEdits(EditPlan.NONE.withRequestHeaders(edits)));

    assertThat(shown.hides("user-agent")).isTrue();
    assertThat(shown.hides("Referer")).isTrue();
    assertThat(shown.hides("accept")).isFalse();
  }
}
