package io.forebay.internal.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.CallView;
import io.forebay.spec.TokenBody.Items;
import io.forebay.spec.TokenBody.JsonPart;
import io.forebay.spec.TokenBody.Members;
import io.forebay.spec.Value;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Documents that token endpoints are asked with. */
class JsonTextTest {
  /** Sees nothing: no value here depends on the call. */
  private static final CallView NOBODY =
      (CallView)
          Proxy.newProxyInstance(
              CallView.class.getClassLoader(),
              new Class<?>[] {CallView.class},
              (proxy, method, arguments) -> {
                throw new AssertionError(method);
              });

  private static String text(JsonPart document) {
    return JsonText.of(document, NOBODY);
  }

  @Test
  void documentsAreWrittenInTheirOrder() {
    Map<String, JsonPart> members = new LinkedHashMap<>();
    members.put("b", Value.of("q\"\\\n\u0001"));
    members.put("a", new Items(List.of(Value.of(5), Value.of(true), new Members(Map.of()))));
    members.put("none", Value.computed(call -> null));
    assertThat(text(new Members(members)))
        .isEqualTo("{\"b\":\"q\\\"\\\\\\n\\u0001\",\"a\":[5,true,{}],\"none\":null}");
  }

  @Test
  void numbersArePlainAndWhatIsNoneIsText() {
    assertThat(text(Value.of(new BigDecimal("1e3")))).isEqualTo("1000");
    assertThat(text(Value.of(new BigDecimal("0.10")))).isEqualTo("0.10");
    assertThat(text(Value.computed(call -> 1e-7))).isEqualTo("0.00000010");
    assertThat(text(Value.computed(call -> Double.NaN))).isEqualTo("\"NaN\"");
    assertThat(text(Value.computed(call -> Long.MIN_VALUE))).isEqualTo("-9223372036854775808");
  }

  @Property(tries = 200)
  void whatIsWrittenIsReadAgain(@ForAll String name, @ForAll @Size(max = 4) List<String> texts) {
    Items items = new Items(texts.stream().<JsonPart>map(Value::of).toList());
    assertThat(Json.read(text(new Members(Map.of(name, items))))).isEqualTo(Map.of(name, texts));
  }
}
