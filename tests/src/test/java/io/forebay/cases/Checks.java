package io.forebay.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.testing.ReceivedRequest;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares what came of a call with what a table says. */
final class Checks {
  private Checks() {}

  static void failure(Optional<Row.Failure> expected, Optional<Observed.Failure> failure) {
    assertThat(failure.map(Observed.Failure::kind)).isEqualTo(expected.map(Row.Failure::kind));
    if (expected.isPresent()) {
      Observed.Failure found = failure.orElseThrow();
      assertThat(found.text()).contains(expected.get().contains());
      expected.get().status().ifPresent(status -> assertThat(found.status()).isEqualTo(status));
    }
  }

  static void client(Row.Client expected, Observed.Answer answer) {
    expected.status().ifPresent(status -> assertThat(answer.status()).isEqualTo(status));
    expected
        .headers()
        .forEach(
            (name, values) ->
                assertThat(answer.headers().get(name.toLowerCase(Locale.ROOT)))
                    .as(name)
                    .isEqualTo(values));
    assertThat(answer.headers()).doesNotContainKeys(expected.absent().toArray(String[]::new));
    expected.body().ifPresent(body -> assertThat(answer.body()).isEqualTo(body));
  }

  static void upstream(Row.Upstream expected, ReceivedRequest request) {
    String target = request.target();
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? "" : target.substring(mark + 1);
    expected.method().ifPresent(method -> assertThat(request.method()).isEqualTo(method));
    expected.target().ifPresent(whole -> assertThat(target).isEqualTo(whole));
    expected.path().ifPresent(part -> assertThat(path).isEqualTo(part));
    expected.rawQuery().ifPresent(part -> assertThat(query).isEqualTo(part));
    expected.query().ifPresent(params -> assertThat(decoded(query)).isEqualTo(params));
    expected.body().ifPresent(body -> assertThat(request.bodyText()).isEqualTo(body));
    expected.form().ifPresent(params -> assertThat(decoded(request.bodyText())).isEqualTo(params));
    expected
        .headers()
        .forEach((name, values) -> assertThat(request.headers(name)).as(name).isEqualTo(values));
    expected.absent().forEach(name -> assertThat(request.headers(name)).as(name).isEmpty());
    if (!expected.names().isEmpty()) {
      assertThat(names(request)).isEqualTo(expected.names());
    }
  }

  private static Set<String> names(ReceivedRequest request) {
    return request.headers().stream()
        .map(header -> header.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The parameters of a query or a form. */
  static Map<String, List<String>> decoded(String params) {
    Map<String, List<String>> decoded = new LinkedHashMap<>();
    for (String pair : params.split("&", -1)) {
      String[] nameAndValue = pair.split("=", 2);
      decoded
          .computeIfAbsent(URLDecoder.decode(nameAndValue[0], UTF_8), any -> new ArrayList<>())
          .add(URLDecoder.decode(nameAndValue[1], UTF_8));
    }
    return decoded;
  }
}
