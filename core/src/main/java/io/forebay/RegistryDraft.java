package io.forebay;

import io.forebay.spec.BackendSpec;
import io.forebay.spec.Refinement;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A version of a registry that is being edited; nothing of it is in force until it is activated.
 * Thread-safe: edits happen one after the other.
 *
 * <p>Every edit is refused with an {@link IllegalStateException} once the version is locked or has
 * been activated, and with a {@link NoSuchElementException} once the history has dropped it.
 */
public interface RegistryDraft {

  /** The number of the version. */
  int number();

  /** The version as it stands. */
  RegistryVersion version();

  /** Replaces the comment. */
  RegistryDraft comment(String text);

  /**
   * Adds a backend under the label of its definition.
   *
   * @throws IllegalStateException if a backend or refinement has this label
   */
  RegistryDraft create(BackendSpec spec);

  /**
   * Adds a named refinement.
   *
   * @param label its label; {@link io.forebay.spec.Labels} says which are possible
   * @param of the label of what it refines, which may be added later
   * @throws IllegalStateException if a backend or refinement has this label
   * @throws IllegalArgumentException if it is no label
   */
  RegistryDraft create(String label, String of, Refinement manners);

  /** The labels of backends and refinements, in the order of their definition. */
  Set<String> labels();

  /**
   * The definition of a backend.
   *
   * @throws NoSuchElementException if no backend has this label
   */
  BackendSpec describe(String label);

  /**
   * The definition of a named refinement.
   *
   * @throws NoSuchElementException if no refinement has this label
   */
  RegistryContent.Named describeRefinement(String label);

  /**
   * Replaces what a refinement of manners gives, and nothing else, in a backend or in a named
   * refinement. An empty one changes nothing.
   *
   * @throws NoSuchElementException if there is neither of this label
   * @throws IllegalArgumentException if a value is out of its range
   */
  RegistryDraft update(String label, Refinement given);

  /**
   * Changes the definition of a backend: {@code update("users", spec ->
   * spec.withTransport(spec.transport().withPool(bounds)))}. Another label renames it; refinements
   * do not follow.
   *
   * @throws NoSuchElementException if no backend has this label
   * @throws IllegalStateException if the new label is taken
   */
  RegistryDraft update(String label, UnaryOperator<BackendSpec> change);

  /**
   * Removes a backend or a named refinement.
   *
   * @throws NoSuchElementException if there is neither of this label
   */
  RegistryDraft delete(String label);

  /** Replaces everything, as a file does that is read again. */
  RegistryDraft replaceAll(RegistryContent content);

  /** What this one has otherwise than {@code other}. */
  RegistryDifference diff(RegistryVersion other);

  /**
   * Everything that speaks against activating it; empty if nothing does, and then it is {@linkplain
   * RegistryVersion.State#VALIDATED validated} until the next edit. Reads certificates and keys,
   * connects to nobody.
   */
  List<String> validate();

  /** Ends the editing for good; locking twice does nothing. */
  RegistryVersion lock();
}
