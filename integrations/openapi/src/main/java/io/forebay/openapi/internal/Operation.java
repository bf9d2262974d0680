package io.forebay.openapi.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a document says of one method of one path. Immutable.
 *
 * @param parameters of requests
 * @param bodyRequired whether requests must have a body
 * @param body the bodies of requests
 * @param answers by status: {@code 200}, {@code 2xx} or {@code default}
 */
record Operation(
    List<Parameter> parameters, boolean bodyRequired, Contents body, Map<String, Answer> answers) {

  /**
   * A response that is declared. Immutable.
   *
   * @param headers those that are declared
   * @param body its bodies
   */
  record Answer(List<Parameter> headers, Contents body) {
    Answer {
      headers = List.copyOf(headers);
    }
  }

  Operation {
    parameters = List.copyOf(parameters);
    answers = Map.copyOf(answers);
  }

  /** The narrowest that is declared for a status. */
  Optional<Answer> answer(int status) {
    String exact = Integer.toString(status);
    String range = (exact.charAt(0) + "xx").toLowerCase(Locale.ROOT);
    return Optional.ofNullable(answers.get(exact))
        .or(() -> Optional.ofNullable(answers.get(range)))
        .or(() -> Optional.ofNullable(answers.get("default")));
  }
}
