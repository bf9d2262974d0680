package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogFieldTest {
  private static final LogField NONE = LogField.of(Value.computed(call -> null));

  private static LogField text(String text) {
    return LogField.of(Value.of(text));
  }

  @Test
  void everyTypeIsKept() {
    LogField.Tree fields =
        new LogFields()
            .field("text", "1")
            .field("number", Value.of(new BigDecimal("1.50")))
            .field("truth", Value.of(false))
            .field("healthy", Value.template("{backend.health.healthy}"))
            .field("among", Value.template("is {backend.health.healthy}"))
            .field("computed", Value.computed(call -> 7))
            .field("list", new LogField.Many(List.of(text("a"), LogField.of(Value.of(1)))))
            .field("object", new LogFields().field("b", Value.of(true)).build())
            .build();

    assertThat(fields.resolve(FixedCall.NONE))
        .containsExactly(
            Map.entry("text", "1"),
            Map.entry("number", new BigDecimal("1.50")),
            Map.entry("truth", false),
            Map.entry("healthy", true),
            Map.entry("among", "is true"),
            Map.entry("computed", 7),
            Map.entry("list", List.of("a", BigDecimal.ONE)),
            Map.entry("object", Map.of("b", true)));
  }

  @Test
  void whatHasNoValueIsLeftOut() {
    LogField.Tree inner = new LogFields().field("a", NONE).build();
    LogField.Tree fields =
        new LogFields()
            .field("none", NONE)
            .field("absent", Value.template("{request.headers.absent}"))
            .field("early", Value.template("{backend_response.status}"))
            .field("list", new LogField.Many(List.of(NONE, text("b"), NONE)))
            .field("object", inner)
            .field("empty", "")
            .build();

    assertThat(fields.resolve(FixedCall.NONE))
        .isEqualTo(Map.of("list", List.of("b"), "object", Map.of(), "empty", ""));
  }

  @Test
  void secretIsRefusedWithoutBeingTold() {
    Value mixed =
        new Template(
            List.of(
                new Template.Variable("v"), new Template.Literal("tell-nobody", "${env:TOKEN}")));
    for (Value secret : List.of(Value.secret("tell-nobody"), mixed)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new LogFields().field("a", secret))
          .withMessageStartingWith("custom_log_fields: ")
          .withMessageEndingWith("*** is secret and cannot be logged")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("tell-nobody"));
    }
  }

  @Test
  void everyVariableIsNamed() {
    LogField.Tree fields =
        new LogFields()
            .field("a", Value.template("{x}{y}"))
            .field("b", new LogField.Many(List.of(LogField.of(Value.template("{z}")))))
            .field("c", new LogFields().field("d", Value.template("{x}{w}")).build())
            .build();

    assertThat(fields.variables()).containsExactly("x", "y", "z", "w");
    assertThatExceptionOfType(UnboundVariableException.class)
        .isThrownBy(() -> fields.resolve(FixedCall.with("x", "1")));
  }

  @Test
  void sameNameAgainReplaces() {
    assertThat(new LogFields().field("a", "1").field("a", Value.of(2)).build())
        .isEqualTo(new LogFields().field("a", Value.of(2)).build());
  }

  @Test
  void fieldsPrintAsTheyWereGiven() {
    LogField.Tree fields =
        new LogFields()
            .field("z", Value.template("{backend_response.status}"))
            .field("a", new LogField.Many(List.of(text("x"), LogField.of(Value.of(1)))))
            .build();

    assertThat(fields).hasToString("{z={backend_response.status}, a=[x, 1]}");
  }

  @Test
  void laterChangesOfTheGivenCollectionsDoNotCount() {
    List<LogField> list = new ArrayList<>(List.of(text("a")));
    Map<String, LogField> map = new LinkedHashMap<>(Map.of("a", text("a")));
    LogField.Many many = new LogField.Many(list);
    LogField.Tree tree = new LogField.Tree(map);
    LogFields builder = new LogFields().field("a", "1");
    LogField.Tree built = builder.build();
    list.add(text("b"));
    map.put("b", text("b"));
    builder.field("b", "2");

    assertThat(many.fields()).hasSize(1);
    assertThat(tree.fields()).containsOnlyKeys("a");
    assertThat(built.fields()).containsOnlyKeys("a");
  }
}
