package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.forebay.spec.Template.Literal;
import io.forebay.spec.Template.Part;
import io.forebay.spec.Template.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  private static final Part X = new Variable("x");

  private static Part text(String text) {
    return new Literal(text, "");
  }

  static Stream<Arguments> grammar() {
    return Stream.of(
        arguments("", List.of()),
        arguments("plain", List.of(text("plain"))),
        arguments("{x}", List.of(X)),
        arguments("/a/{x}/b", List.of(text("/a/"), X, text("/b"))),
        arguments("{x}{x}", List.of(X, X)),
        arguments("{x}-{y}", List.of(X, text("-"), new Variable("y"))),
        arguments("{_a.b-C9}", List.of(new Variable("_a.b-C9"))),
        arguments("{{", List.of(text("{"))),
        arguments("{{x}", List.of(text("{x}"))),
        arguments("{{x}}", List.of(text("{x}}"))),
        arguments("{{{x}", List.of(text("{"), X)),
        arguments("{{{{x}", List.of(text("{{x}"))),
        arguments("{x}}", List.of(X, text("}"))),
        arguments("}}", List.of(text("}}"))),
        arguments("{", List.of(text("{"))),
        arguments("}", List.of(text("}"))),
        arguments("{}", List.of(text("{}"))),
        arguments("{ x}", List.of(text("{ x}"))),
        arguments("{x y}", List.of(text("{x y}"))),
        arguments("{9}", List.of(text("{9}"))),
        arguments("{-x}", List.of(text("{-x}"))),
        arguments("{\"a\":1}", List.of(text("{\"a\":1}"))),
        arguments("{x", List.of(text("{x"))),
        arguments("x}", List.of(text("x}"))),
        arguments("{a{x}", List.of(text("{a"), X)),
        arguments("${env:X}", List.of(text("${env:X}"))),
        arguments("${x}", List.of(text("$"), X)),
        arguments("{\u00e4}", List.of(text("{\u00e4}"))));
  }

  @ParameterizedTest
  @MethodSource("grammar")
  void textIsTakenApart(String text, List<Part> parts) {
    assertThat(Template.parse(text)).isEqualTo(new Template(parts));
    assertThat(Value.template(text)).isEqualTo(new Template(parts));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{x}", "{{", "{{x}", "a{b}c", "}{"})
  void bracesInAConstantMeanThemselves(String text) {
    assertThat(Value.of(text).variables()).isEmpty();
    assertThat(Value.of(text).resolve(FixedCall.NONE)).isEqualTo(text);
  }

  @Property
  void doublingEveryOpeningBraceWritesAnyText(@ForAll("texts") String text) {
    Value written = Value.template(text.replace("{", "{{"));

    assertThat(written.variables()).isEmpty();
    assertThat(written.resolve(FixedCall.NONE)).isEqualTo(text);
  }

  @Property
  void everyCharacterIsAccountedFor(@ForAll("texts") String text) {
    assertThat(Template.parse(text).toString().replace("{", "")).isEqualTo(text.replace("{", ""));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("{}$x9-_. ").ofMaxLength(10), Arbitraries.strings());
  }

  @Property
  void boundTextIsNotReadAgain(@ForAll("texts") String bound, @ForAll("texts") String front) {
    Value value = Value.template(front.replace("{", "{{") + "{x}");

    assertThat(value.variables()).containsExactly("x");
    assertThat(value.resolve(FixedCall.with("x", bound))).isEqualTo(front + bound);
  }

  @Test
  void eachPartIsEncodedForWhereItStands() {
    Template template = Template.parse("a/{x}/b");
    List<String> literals = new ArrayList<>();
    String text =
        template.resolve(
            FixedCall.with("x", "v"),
            (part, given) -> {
              if (part instanceof Template.Variable) {
                return given.toUpperCase(Locale.ROOT);
              }
              literals.add(given);
              return given;
            });

    assertThat(text).isEqualTo("a/V/b");
    assertThat(literals).containsExactly("a/", "/b");
  }

  @Test
  void variablesAreNamedOnceInOrder() {
    assertThat(Template.parse("{b}{a}{b}").variables()).containsExactly("b", "a");
  }

  @Test
  void unboundVariableIsNamed() {
    Value value = Value.template("Bearer {token}");

    assertThatExceptionOfType(UnboundVariableException.class)
        .isThrownBy(() -> value.resolve(FixedCall.with("other", "1")))
        .withMessage("variable {token} is not bound (expected: with(\"token\", value))")
        .satisfies(e -> assertThat(e.variable()).isEqualTo("token"));
  }

  @Test
  void onlyATextWithoutVariablesIsConstant() {
    assertThat(Template.parse("a{{b").constant()).isTrue();
    assertThat(Template.parse("").constant()).isTrue();
    assertThat(Template.parse("a{b}").constant()).isFalse();
    assertThat(((Template) Value.secret("s")).constant()).isTrue();
  }

  @Test
  void laterChangesOfTheGivenPartsDoNotCount() {
    List<Part> parts = new ArrayList<>(List.of(text("a")));
    Template template = new Template(parts);
    parts.add(X);

    assertThat(template).isEqualTo(Template.parse("a"));
  }

  @Test
  void functionSeesTheCall() {
    Value value = Value.computed(call -> call.header("X-User").map(user -> user + ":pass").get());

    assertThat(value.resolve(FixedCall.withHeader("x-user", "joe"))).isEqualTo("joe:pass");
    assertThat(value.variables()).isEmpty();
    assertThat(value).hasToString("(computed)");
  }

  @Test
  void functionMayHaveNoValue() {
    assertThat(Value.computed(call -> null).resolve(FixedCall.NONE)).isNull();
  }

  @Test
  void exchangeNamesEveryVariableThatACallHasToBind() {
    Edits edits = new Edits.Builder().set("A", Value.template("{a}{p}")).add("B", "{n}").build();
    ExchangeSpec spec =
        new ExchangeSpec(
            Optional.empty(),
            new PathSpec(Optional.of(Value.template("/{p}")), Optional.of(Value.template("/{q}"))),
            new EditPlan(
                edits,
                edits.withAdd(Map.of("B", List.of(Value.template("{b}")))),
                new Edits.Builder().set("F", Value.template("{f}")).build(),
                new Edits.Builder().add("C", Value.template("{c}")).build()),
            Timeouts.DEFAULT,
            Optional.of(Credentials.basic(Value.template("{u}:{w}"))),
            new AnswerSpec(
                Optional.of(Value.template("{s}")),
                List.of(),
                new LogFields().field("l", Value.template("{l}")).build()),
            BodySpec.DEFAULT,
            false,
            Optional.empty());

    assertThat(spec.variables())
        .containsExactlyInAnyOrder("p", "q", "a", "b", "f", "c", "u", "w", "s", "l");
  }
}
