package io.forebay.internal.versions;

import io.forebay.RegistryContent;
import io.forebay.RegistryContent.Named;
import io.forebay.RegistryDifference;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Limits;
import io.forebay.spec.Refinement;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How contents differ, by the names of attributes. Pure; values never leave it. */
public final class Differences {
  private Differences() {}

  /** How a content differs from the one before. */
  public static RegistryDifference between(RegistryContent before, RegistryContent after) {
    Set<String> added = Contents.labels(after);
    added.removeAll(Contents.labels(before));
    Set<String> removed = Contents.labels(before);
    removed.removeAll(Contents.labels(after));
    Map<String, List<String>> changed = new LinkedHashMap<>();
    for (String label : Contents.labels(after)) {
      List<String> attributes =
          added.contains(label) ? List.of() : attributes(label, before, after);
      if (!attributes.isEmpty()) {
        changed.put(label, attributes);
      }
    }
    return new RegistryDifference(added, removed, changed);
  }

  private static List<String> attributes(
      String label, RegistryContent before, RegistryContent after) {
    BackendSpec oldSpec = before.backends().get(label);
    BackendSpec newSpec = after.backends().get(label);
    if (oldSpec != null && newSpec != null) {
      return ofBackends(oldSpec, newSpec);
    }
    Named oldNamed = before.refinements().get(label);
    Named newNamed = after.refinements().get(label);
    return oldNamed != null && newNamed != null
        ? ofRefinements(oldNamed, newNamed)
        : List.of("kind"); // A backend became a refinement, or the other way round.
  }

  private static List<String> ofBackends(BackendSpec before, BackendSpec after) {
    List<String> names = new ArrayList<>();
    for (ExchangeAttribute<?> attribute : ExchangeAttribute.all()) {
      if (!attribute.of(before.exchange()).equals(attribute.of(after.exchange()))) {
        names.add(attribute.key());
      }
    }
    compare("transport", before.transport(), after.transport(), names);
    compare("health", before.health(), after.health(), names);
    compare("routing", before.routing(), after.routing(), names);
    limits(before.limits(), after.limits(), names);
    compare("oauth2", before.tokens().oauth2(), after.tokens().oauth2(), names);
    compare("token_request", before.tokens().requests(), after.tokens().requests(), names);
    compare("openapi", before.contract(), after.contract(), names);
    return names;
  }

  private static void limits(Limits before, Limits after, List<String> names) {
    compare("circuit_breaker", before.breaker(), after.breaker(), names);
    compare("throttle", before.throttles(), after.throttles(), names);
    compare("max_concurrent", before.maxConcurrent(), after.maxConcurrent(), names);
    compare("adaptive_concurrency", before.adaptive(), after.adaptive(), names);
  }

  /** Descends where both are records of one kind, so that the name is as narrow as it can be. */
  private static void compare(String name, Object before, Object after, List<String> names) {
    if (before.equals(after)) {
      return;
    }
    if (before instanceof Optional<?> old && after instanceof Optional<?> now) {
      if (old.isPresent() && now.isPresent()) {
        compare(name, old.get(), now.get(), names);
        return;
      }
    }
    if (before instanceof Record && before.getClass().equals(after.getClass())) {
      for (RecordComponent part : before.getClass().getRecordComponents()) {
        compare(name + "." + snake(part.getName()), value(part, before), value(part, after), names);
      }
      return;
    }
    names.add(name);
  }

  private static Object value(RecordComponent part, Object of) {
    try {
      return part.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("values are public records: " + of.getClass(), e);
    }
  }

  private static String snake(String camel) {
    return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static List<String> ofRefinements(Named before, Named after) {
    List<String> names = new ArrayList<>();
    if (!before.of().equals(after.of())) {
      names.add("of");
    }
    Set<ExchangeAttribute<?>> given = new LinkedHashSet<>(before.manners().attributes());
    given.addAll(after.manners().attributes());
    for (ExchangeAttribute<?> attribute : given) {
      if (!same(attribute, before.manners(), after.manners())) {
        names.add(attribute.key());
      }
    }
    return names;
  }

  private static boolean same(ExchangeAttribute<?> attribute, Refinement a, Refinement b) {
    if (!a.attributes().contains(attribute) || !b.attributes().contains(attribute)) {
      return false;
    }
    try {
      return attribute
          .of(a.appliedTo(ExchangeSpec.DEFAULT))
          .equals(attribute.of(b.appliedTo(ExchangeSpec.DEFAULT)));
    } catch (IllegalArgumentException outOfRange) {
      return a.equals(b);
    }
  }
}
