package io.forebay.openapi.internal;

import io.forebay.openapi.internal.SchemaRule.Way;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A parameter of requests, or a header of responses. Immutable.
 *
 * @param name its name
 * @param in {@code query}, {@code path}, {@code header} or {@code cookie}
 * @param need whether it has to be there, and be filled
 * @param style how text stands for a value
 * @param type what text may stand for
 * @param rule what the value has to keep to; empty: anything
 */
record Parameter(
    String name, String in, Need need, Style style, ValueType type, Optional<SchemaRule> rule) {

  /**
   * How much of it there has to be.
   *
   * @param required whether it may not be missing
   * @param mayBeEmpty whether {@code ?name=} is fine
   */
  record Need(boolean required, boolean mayBeEmpty) {}

  /**
   * How text stands for a value.
   *
   * @param name such as {@code form}
   * @param explode whether each part stands for itself
   * @param json whether the text is JSON
   */
  record Style(String name, boolean explode, boolean json) {}

  /** Why a request does not keep to it. */
  Optional<String> problem(RequestParts parts) {
    return problem(new ParameterReader(this).read(parts), Way.REQUEST)
        .map(why -> "parameter \"" + name + "\" in " + in + " has an error: " + why);
  }

  /** Why a response does not keep to it. */
  Optional<String> problem(List<String> values) {
    return problem(new ParameterReader(this).header(values), Way.RESPONSE)
        .map(why -> "response header \"" + name + "\" has an error: " + why);
  }

  private Optional<String> problem(ParameterReader.Found found, Way way) {
    if (found.candidates().isEmpty()) {
      return need.required() ? Optional.of("value is required but missing") : Optional.empty();
    }
    if (found.empty() && in.equals("query")) {
      return need.mayBeEmpty() ? Optional.empty() : Optional.of("empty value is not allowed");
    }
    Optional<String> first = Optional.empty();
    for (JsonNode candidate : found.candidates()) {
      Optional<String> problem = rule.flatMap(schema -> schema.problem(candidate, way));
      if (problem.isEmpty()) {
        return problem;
      }
      first = first.or(() -> problem);
    }
    return first;
  }
}
