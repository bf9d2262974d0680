package io.forebay.internal.versions;

import io.forebay.RegistryContent;
import io.forebay.RegistryContent.Named;
import io.forebay.RegistryDifference;
import io.forebay.RegistryDraft;
import io.forebay.RegistryVersion;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Refinement;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Edits one version of a history. */
public final class Draft implements RegistryDraft {
  private final History history;
  private final int number;
  private final Function<RegistryContent, List<String>> check;

  /**
   * Edits a version.
   *
   * @param check finds everything that speaks against activating a content
   */
  public Draft(History history, int number, Function<RegistryContent, List<String>> check) {
    this.history = history;
    this.number = number;
    this.check = check;
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public RegistryVersion version() {
    return history.version(number);
  }

  @Override
  public RegistryDraft comment(String text) {
    history.comment(number, text);
    return this;
  }

  @Override
  public RegistryDraft create(BackendSpec spec) {
    return edit(content -> Contents.with(content, spec, number));
  }

  @Override
  public RegistryDraft create(String label, String of, Refinement manners) {
    return edit(content -> Contents.with(content, label, new Named(of, manners), number));
  }

  @Override
  public Set<String> labels() {
    return Collections.unmodifiableSet(Contents.labels(version().content()));
  }

  @Override
  public BackendSpec describe(String label) {
    BackendSpec spec = version().backends().get(label);
    if (spec == null) {
      throw History.notFound("backend", label, number);
    }
    return spec;
  }

  @Override
  public Named describeRefinement(String label) {
    Named named = version().refinements().get(label);
    if (named == null) {
      throw History.notFound("refinement", label, number);
    }
    return named;
  }

  @Override
  public RegistryDraft update(String label, Refinement given) {
    return edit(content -> Contents.changed(content, label, given, number));
  }

  @Override
  public RegistryDraft update(String label, UnaryOperator<BackendSpec> change) {
    return edit(content -> Contents.changed(content, label, change, number));
  }

  @Override
  public RegistryDraft delete(String label) {
    return edit(content -> Contents.without(content, label, number));
  }

  @Override
  public RegistryDraft replaceAll(RegistryContent content) {
    return edit(before -> Contents.sharing(content, before));
  }

  private RegistryDraft edit(UnaryOperator<RegistryContent> change) {
    history.edit(number, change);
    return this;
  }

  @Override
  public RegistryDifference diff(RegistryVersion other) {
    return Differences.between(other.content(), version().content());
  }

  @Override
  public List<String> validate() {
    RegistryContent content = version().content();
    List<String> findings = check.apply(content);
    if (findings.isEmpty()) {
      history.validated(number, content);
    }
    return List.copyOf(findings);
  }

  @Override
  public RegistryVersion lock() {
    return history.lock(number);
  }

  /** Number and state. */
  @Override
  public String toString() {
    return "version " + number + " (" + version().state().text() + ")";
  }
}
