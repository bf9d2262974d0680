package io.forebay.config.internal.couper;

import io.forebay.config.internal.tree.Shown;
import java.util.HashSet;
import java.util.Set;

/** Checks the blocks of a backend about tokens: what may stand in them. They are read elsewhere. */
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

  private final Report report;
  private final String backend;
  private final Set<String> requests = new HashSet<>();

  /**
   * A check of one backend's blocks.
   *
   * @param backend what findings call it
   */
  NestedBlocks(Evaluator evaluator, String backend) {
    this.report = evaluator.report();
    this.backend = backend;
  }

  /** Checks a block. */
  void check(Block block) {
    String place = backend + ": " + block.type();
    if (block.type().equals("oauth2")) {
      oauth2(block, place);
    } else if (block.type().equals(REQUEST)) {
      tokenRequest(block, place);
    }
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
}
