package io.forebay.config;

import io.forebay.spec.Refinement;

/**
 * A refinement as a text defines it. Immutable.
 *
 * @param of the label of the backend or refinement that it refines
 * @param manners what it replaces
 */
public record NamedRefinement(String of, Refinement manners) {}
