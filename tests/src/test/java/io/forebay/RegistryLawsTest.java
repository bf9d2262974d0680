package io.forebay;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.Refinement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A registry agrees with maps from labels to limits, whatever is done to both. */
class RegistryLawsTest {

  /** What may be done. */
  enum Kind {
    CREATE,
    UPDATE,
    DELETE,
    ACTIVATE,
    ROLL_BACK
  }

  /**
   * One step.
   *
   * @param kind what is done
   * @param label to which backend
   * @param seconds with which limit
   */
  record Act(Kind kind, String label, int seconds) {}

  @Provide
  Arbitrary<List<Act>> acts() {
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            Arbitraries.of("a", "b", "c"),
            Arbitraries.integers().between(1, 9))
        .as(Act::new)
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 100)
  void editsAgreeWithMaps(@ForAll("acts") List<Act> acts) {
    try (BackendRegistry registry = BackendRegistry.builder().open()) {
      Model model = new Model();
      RegistryDraft draft = registry.draft();
      for (Act act : acts) {
        boolean expected = model.apply(act);
        assertThat(applied(registry, draft, act)).as("%s", act).isEqualTo(expected);
        draft = act.kind() == Kind.ACTIVATE ? registry.draft() : draft;

        assertThat(limits(draft.version())).isEqualTo(model.draft);
        assertThat(limits(registry.active())).isEqualTo(model.active.element());
        assertThat(registry.labels()).containsExactlyElementsOf(model.active.element().keySet());
      }
    }
  }

  private static boolean applied(BackendRegistry registry, RegistryDraft draft, Act act) {
    try {
      switch (act.kind()) {
        case CREATE -> draft.create(spec(act));
        case UPDATE -> draft.update(act.label(), limit(act));
        case DELETE -> draft.delete(act.label());
        case ACTIVATE -> registry.activate(draft);
        case ROLL_BACK -> registry.rollBack();
      }
      return true;
    } catch (IllegalStateException | NoSuchElementException e) {
      return false;
    }
  }

  private static BackendSpec spec(Act act) {
    return Backend.builder(act.label())
        .origin("http://127.0.0.1:1")
        .timeout(ofSeconds(act.seconds()))
        .spec();
  }

  private static Refinement limit(Act act) {
    return Refinement.NONE.with(ExchangeAttribute.TIMEOUT, ofSeconds(act.seconds()));
  }

  private static Map<String, Duration> limits(RegistryVersion version) {
    Map<String, Duration> limits = new LinkedHashMap<>();
    version
        .backends()
        .forEach((label, spec) -> limits.put(label, spec.exchange().timeouts().total()));
    return limits;
  }

  /** The same with maps. */
  private static final class Model {
    private final Deque<Map<String, Duration>> active = new ArrayDeque<>(List.of(Map.of()));
    private Map<String, Duration> draft = new LinkedHashMap<>();

    boolean apply(Act act) {
      boolean there = draft.containsKey(act.label());
      switch (act.kind()) {
        case CREATE -> {
          return draft.putIfAbsent(act.label(), ofSeconds(act.seconds())) == null;
        }
        case UPDATE -> draft.replace(act.label(), ofSeconds(act.seconds()));
        case DELETE -> draft.remove(act.label());
        case ACTIVATE -> {
          active.push(draft);
          draft = new LinkedHashMap<>(draft);
          return true;
        }
        case ROLL_BACK -> {
          return active.size() > 1 && active.pop() != null;
        }
      }
      return there;
    }
  }
}
