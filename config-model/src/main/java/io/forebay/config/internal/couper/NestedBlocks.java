package io.forebay.config.internal.couper;

import io.forebay.config.internal.couper.Block.Attribute;
import io.forebay.config.internal.tree.Shown;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks the blocks of a backend that no definition can say yet: limits, tokens. They are noted and
 * left out.
 */
final class NestedBlocks {
  static final Set<String> THROTTLES = Set.of("throttle", "beta_rate_limit");
  private static final String REQUEST = "beta_token_request";

  /** What may stand in a backend. */
  static final Set<String> ALL =
      Set.of(
          "beta_health",
          "health",
          "tls",
          "oauth2",
          "openapi",
          "throttle",
          "beta_rate_limit",
          REQUEST);

  /** Those that may stand there only once. */
  static final Set<String> SINGLE = Set.of("beta_health", "health", "tls", "oauth2", "openapi");

  private static final Set<String> THROTTLE =
      Set.of("period", "per_period", "period_window", "mode");
  private static final Set<String> OAUTH2 =
      Set.of(
          "grant_type",
          "token_endpoint",
          "backend",
          "client_id",
          "client_secret",
          "username",
          "password",
          "scope",
          "assertion",
          "token_endpoint_auth_method",
          "retries");
  private static final Set<String> TOKEN_REQUEST =
      Set.of(
          "url",
          "backend",
          "method",
          "headers",
          "query_params",
          "body",
          "form_body",
          "json_body",
          "expected_status",
          "token",
          "ttl");
  private static final Set<String> PROFILE =
      Set.of("signature_algorithm", "ttl", "key", "key_file", "claims", "headers");

  private final Evaluator evaluator;
  private final Report report;
  private final String backend;
  private final Set<Duration> periods = new HashSet<>();
  private final Set<String> requests = new HashSet<>();

  /**
   * A check of one backend's blocks.
   *
   * @param backend what findings call it
   */
  NestedBlocks(Evaluator evaluator, String backend) {
    this.evaluator = evaluator;
    this.report = evaluator.report();
    this.backend = backend;
  }

  /** Checks a block, and notes what becomes of it. */
  void check(Block block) {
    String place = backend + ": " + block.type();
    switch (block.type()) {
      case "throttle", "beta_rate_limit" -> throttle(block, place);
      case "oauth2" -> oauth2(block, place);
      case REQUEST -> tokenRequest(block, place);
      default -> {
        return; // Read elsewhere.
      }
    }
    report.note(block.at(), place + ": no definition can say it yet: left out");
  }

  private void oauth2(Block block, String place) {
    Schema.check(block, place, OAUTH2, Set.of("backend", "jwt_signing_profile"), report);
    Schema.required(block, place, Set.of("grant_type"), report);
    for (Block inner : block.body().blocks()) {
      if (inner.type().equals("jwt_signing_profile")) {
        Schema.check(inner, place + ": " + inner.type(), PROFILE, Set.of(), report);
        Schema.required(
            inner, place + ": " + inner.type(), Set.of("signature_algorithm", "ttl"), report);
      }
    }
  }

  private void tokenRequest(Block block, String place) {
    Schema.check(block, place, TOKEN_REQUEST, Set.of("backend"), report);
    Schema.required(block, place, Set.of("token", "ttl"), report);
    String name = block.label().orElse("default");
    BackendLabels.problem(name)
        .ifPresent(problem -> report.wrong(block.at(), () -> place + ": " + problem));
    if (!requests.add(name)) {
      report.wrong(
          block.at(),
          () ->
              backend
                  + ": token request names (either default or explicitly set via label) must be"
                  + " unique: \""
                  + Shown.of(name)
                  + "\"");
    }
    long bodies =
        block.body().attributes().keySet().stream()
            .filter(Set.of("body", "form_body", "json_body")::contains)
            .count();
    if (bodies > 1) {
      report.wrong(
          block.at(),
          () -> place + " can only have one of body, form_body or json_body attributes");
    }
  }

  private void throttle(Block block, String place) {
    if (block.type().equals("beta_rate_limit")) {
      report.note(
          block.at(), "block \"beta_rate_limit\" is deprecated, please use \"throttle\" instead");
    }
    Schema.check(block, place, THROTTLE, Set.of(), report);
    Schema.required(block, place, Set.of("period", "per_period"), report);
    argument(block, place, "period").ifPresent(this::period);
    argument(block, place, "per_period").ifPresent(NestedBlocks::perPeriod);
    word(block, place, "period_window", Set.of("sliding", "fixed"));
    word(block, place, "mode", Set.of("wait", "block"));
  }

  private Optional<Argument> argument(Block block, String place, String name) {
    Optional<Attribute> attribute = block.body().attribute(name);
    return attribute.map(
        found -> new Argument(place, name, evaluator.known(found.value()), report));
  }

  private void period(Argument argument) {
    Optional<Duration> period = argument.duration();
    if (period.isEmpty()) {
      return;
    }
    if (period.get().isZero()) {
      argument.wrong(() -> "'period' must not be 0 (zero)");
    } else if (!periods.add(period.get())) {
      argument.wrong(
          () -> "duplicate period (\"" + argument.text().map(Shown::of).orElse("") + "\") found");
    }
  }

  private static void perPeriod(Argument argument) {
    argument
        .whole()
        .filter(number -> number <= 0)
        .ifPresent(
            number ->
                argument.wrong(
                    () ->
                        number == 0
                            ? "'per_period' must not be 0 (zero)"
                            : number + " (expected: >= 1)"));
  }

  private void word(Block block, String place, String name, Set<String> words) {
    Optional<Argument> argument = argument(block, place, name);
    Optional<String> word = argument.flatMap(Argument::text);
    if (argument.isPresent() && word.filter(found -> !words.contains(found)).isPresent()) {
      argument
          .get()
          .wrong(
              () ->
                  "unsupported '"
                      + name
                      + "' (\""
                      + (argument.get().secret() ? "***" : Shown.of(word.get()))
                      + "\") given (expected: one of "
                      + new TreeSet<>(words)
                      + ")");
    }
  }
}
