package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forebay.Backend;
import io.forebay.ManagedBackend;
import io.forebay.spec.ExchangeArbitraries.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

@PropertyDefaults(tries = 300)
class RefinementTest {

  @Provide
  Arbitrary<ExchangeSpec> specs() {
    return ExchangeArbitraries.specs();
  }

  @Provide
  Arbitrary<Refinement> refinements() {
    return ExchangeArbitraries.refinements();
  }

  @Provide
  Arbitrary<Change<?>> changes() {
    return ExchangeArbitraries.changes();
  }

  @Property
  void refiningWithNothingChangesNothing(
      @ForAll("specs") ExchangeSpec spec, @ForAll("refinements") Refinement refinement) {
    assertThat(Refinement.NONE.appliedTo(spec)).isEqualTo(spec);
    assertThat(Refinement.NONE.then(refinement)).isEqualTo(refinement);
    assertThat(refinement.then(Refinement.NONE)).isEqualTo(refinement);
  }

  @Property
  void refiningTwiceEqualsRefiningOnceWithTheMerge(
      @ForAll("specs") ExchangeSpec spec,
      @ForAll("refinements") Refinement first,
      @ForAll("refinements") Refinement second) {
    assertThat(second.appliedTo(first.appliedTo(spec)))
        .isEqualTo(first.then(second).appliedTo(spec));
  }

  @Property
  void refiningWithTheSameTwiceIsRefiningOnce(
      @ForAll("specs") ExchangeSpec spec, @ForAll("refinements") Refinement refinement) {
    assertThat(refinement.then(refinement)).isEqualTo(refinement);
    assertThat(refinement.appliedTo(refinement.appliedTo(spec)))
        .isEqualTo(refinement.appliedTo(spec));
  }

  @Property
  void mergingIsAssociative(
      @ForAll("refinements") Refinement first,
      @ForAll("refinements") Refinement second,
      @ForAll("refinements") Refinement third) {
    assertThat(first.then(second).then(third)).isEqualTo(first.then(second.then(third)));
  }

  @Property
  void onlyTheNamedAttributesChange(
      @ForAll("specs") ExchangeSpec spec, @ForAll("refinements") Refinement refinement) {
    ExchangeSpec refined = refinement.appliedTo(spec);

    for (ExchangeAttribute<?> attribute : ExchangeAttribute.all()) {
      if (!refinement.attributes().contains(attribute)) {
        assertThat((Object) attribute.of(refined)).isEqualTo(attribute.of(spec));
      }
    }
  }

  @Property
  void replacedAttributeHasTheValueAndNoOtherChanges(
      @ForAll("specs") ExchangeSpec spec, @ForAll("changes") Change<?> change) {
    ExchangeSpec replaced = change.madeTo(spec);

    assertThat(change.isIn(replaced)).isTrue();
    for (ExchangeAttribute<?> other : ExchangeAttribute.all()) {
      if (other != change.attribute()) {
        assertThat((Object) other.of(replaced)).as(other.key()).isEqualTo(other.of(spec));
      }
    }
  }

  @Property
  void attributesTogetherAreTheWholeExchange(
      @ForAll("specs") ExchangeSpec from, @ForAll("specs") ExchangeSpec to) {
    ExchangeSpec copied = from;
    for (ExchangeAttribute<?> attribute : ExchangeAttribute.all()) {
      copied = copy(attribute, to, copied);
    }

    assertThat(copied).isEqualTo(to);
  }

  private static <T> ExchangeSpec copy(
      ExchangeAttribute<T> attribute, ExchangeSpec from, ExchangeSpec to) {
    return attribute.replacedIn(to, attribute.of(from));
  }

  @Property(tries = 50)
  void noRefinementChangesThePoolHalf(@ForAll("refinements") Refinement refinement) {
    TransportSpec transport =
        TransportSpec.of(Origin.of("https://users:8443"))
            .withPool(PoolSpec.DEFAULT.withMaxConnections(7))
            .withProtocol(ProtocolSpec.DEFAULT.withHttp2(true));
    BackendSpec spec = new BackendSpec("users", transport, ExchangeSpec.DEFAULT, Optional.empty());
    try (ManagedBackend users = Backend.open(spec)) {
      BackendSpec refined = users.refine(refinement).spec();

      assertThat(refined.transport()).isEqualTo(transport);
      assertThat(refined)
          .isEqualTo(
              new BackendSpec(
                  "users",
                  transport,
                  refinement.appliedTo(ExchangeSpec.DEFAULT),
                  Optional.empty()));
    }
  }

  @Test
  void keysAreUniqueAndInSnakeCase() {
    List<String> keys = ExchangeAttribute.all().stream().map(ExchangeAttribute::key).toList();

    assertThat(keys).doesNotHaveDuplicates().allMatch(key -> key.matches("[a-z]+(_[a-z]+)*"));
    assertThat(keys)
        .contains("path", "remove_query_params", "set_request_headers", "add_response_headers")
        .doesNotContain("origin", "max_connections", "http2", "tls", "health", "proxy");
    assertThat(ExchangeAttribute.TIMEOUT).hasToString("timeout");
  }

  /** HDR-03: each of the three is an attribute of its own, and maps are not merged. */
  @Test
  void refiningOneEditLeavesTheOthersInForce() {
    ExchangeAttribute.EditsAttributes headers = ExchangeAttribute.RESPONSE_HEADERS;
    ExchangeSpec base =
        headers.set().replacedIn(ExchangeSpec.DEFAULT, constants("foo", "1", "bar", "2"));

    ExchangeSpec added = Refinement.NONE.with(headers.add(), constants("foo", "4")).appliedTo(base);
    ExchangeSpec replaced =
        Refinement.NONE.with(headers.set(), constants("foo", "3")).appliedTo(added);

    assertThat(headers.set().of(added)).isEqualTo(constants("foo", "1", "bar", "2"));
    assertThat(headers.add().of(added)).isEqualTo(constants("foo", "4"));
    assertThat(headers.set().of(replaced)).isEqualTo(constants("foo", "3"));
    assertThat(headers.add().of(replaced)).isEqualTo(constants("foo", "4"));
  }

  private static Map<String, List<Value>> constants(String... namesAndValues) {
    Map<String, List<Value>> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i], List.of(Value.of(namesAndValues[i + 1])));
    }
    return values;
  }

  @Test
  void laterChangesOfTheGivenCollectionsDoNotCount() {
    List<Value> values = new ArrayList<>(List.of(Value.of("1")));
    Map<String, List<Value>> map = new LinkedHashMap<>(Map.of("a", values));
    List<Value> names = new ArrayList<>(List.of(Value.of("a")));
    Refinement refinement =
        Refinement.NONE
            .with(ExchangeAttribute.QUERY_PARAMS.remove(), names)
            .with(ExchangeAttribute.QUERY_PARAMS.set(), map);
    Refinement same =
        Refinement.NONE
            .with(ExchangeAttribute.QUERY_PARAMS.remove(), List.of(Value.of("a")))
            .with(ExchangeAttribute.QUERY_PARAMS.set(), constants("a", "1"));
    names.add(Value.of("b"));
    values.add(Value.of("2"));
    map.put("b", List.of());

    assertThat(refinement).isEqualTo(same).hasSameHashCodeAs(same);
  }

  @Test
  void valueOutOfRangeIsRefusedWhenApplied() {
    Refinement refinement =
        Refinement.NONE.with(ExchangeAttribute.TTFB_TIMEOUT, Duration.ofSeconds(-1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> refinement.appliedTo(ExchangeSpec.DEFAULT))
        .withMessage("ttfb_timeout: -1s (expected: >= 0)");
  }

  @Test
  void refinementKnowsWhatItReplaces() {
    Refinement refinement =
        Refinement.NONE
            .with(ExchangeAttribute.TIMEOUT, Duration.ofSeconds(1))
            .with(ExchangeAttribute.PATH, Optional.empty())
            .with(ExchangeAttribute.TIMEOUT, Duration.ofSeconds(2));

    assertThat(Refinement.NONE.isEmpty()).isTrue();
    assertThat(Refinement.NONE.attributes()).isEmpty();
    assertThat(refinement.isEmpty()).isFalse();
    assertThat(refinement.attributes())
        .containsExactlyInAnyOrder(ExchangeAttribute.TIMEOUT, ExchangeAttribute.PATH);
    assertThat(refinement.appliedTo(ExchangeSpec.DEFAULT).timeouts().total())
        .isEqualTo(Duration.ofSeconds(2));
  }
}
