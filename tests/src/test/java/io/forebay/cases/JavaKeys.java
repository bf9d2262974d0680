package io.forebay.cases;

import static java.util.Map.entry;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.MannersBuilder;
import io.forebay.RefinementBuilder;
import io.forebay.health.HealthSpec;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Durations;
import io.forebay.spec.Edits;
import io.forebay.spec.LogField;
import io.forebay.spec.LogFields;
import io.forebay.spec.Refinement;
import io.forebay.spec.RetryOn;
import io.forebay.spec.RetrySpec;
import io.forebay.spec.Value;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What each key of our text is in Java. */
final class JavaKeys {
  private static final Map<String, BiConsumer<BackendBuilder, Object>> OF_BACKENDS =
      Map.ofEntries(
          entry("origin", (b, v) -> b.origin(v.toString())),
          entry("hostname", (b, v) -> b.hostname(v.toString())),
          entry("max_connections", (b, v) -> b.maxConnections((Integer) v)),
          entry(
              "disable_certificate_validation",
              (b, v) -> b.disableCertificateValidation((Boolean) v)),
          entry("tls", (b, v) -> b.tls(t -> t.ca(Entry.map(v).get("ca").toString()))),
          entry("health", (b, v) -> b.health(check -> check(check, Entry.map(v)))),
          entry("oauth2", (b, v) -> b.oauth2(oauth2 -> JavaTokens.oauth2(oauth2, v))),
          entry("token_request", (b, v) -> b.tokenRequests(JavaTokens.requests(v))),
          entry("throttle", (b, v) -> b.throttle(JavaLimits.throttles(v))),
          entry("circuit_breaker", (b, v) -> b.circuitBreaker(JavaLimits.breaker(v))),
          entry("openapi", (b, v) -> b.openapi(JavaLimits.contract(v))));

  private static final Map<String, BiConsumer<MannersBuilder<?>, Object>> OF_BOTH =
      Map.ofEntries(
          entry("override_host", (b, v) -> b.overrideHost(v.toString())),
          entry("path", (b, v) -> path(v, b::path, b::path)),
          entry("path_prefix", (b, v) -> path(v, b::pathPrefix, b::pathPrefix)),
          entry("set_response_status", JavaKeys::status),
          entry("expected_status", JavaKeys::statuses),
          entry("basic_auth", (b, v) -> b.basicAuth(value(v))),
          entry("retries", (b, v) -> b.retries(usual -> retries(usual, Entry.map(v)))),
          entry("use_when_unhealthy", (b, v) -> b.useWhenUnhealthy((Boolean) v)),
          entry("custom_log_fields", (b, v) -> b.customLogFields(fields -> fields(fields, v))),
          entry("remove_request_headers", (b, v) -> b.requestHeaders(e -> remove(e, v))),
          entry("set_request_headers", (b, v) -> b.requestHeaders(e -> each(v, e::set))),
          entry("add_request_headers", (b, v) -> b.requestHeaders(e -> each(v, e::add))),
          entry("remove_query_params", (b, v) -> b.queryParams(e -> remove(e, v))),
          entry("set_query_params", (b, v) -> b.queryParams(e -> each(v, e::set))),
          entry("add_query_params", (b, v) -> b.queryParams(e -> each(v, e::add))),
          entry("remove_form_params", (b, v) -> b.formParams(e -> remove(e, v))),
          entry("set_form_params", (b, v) -> b.formParams(e -> each(v, e::set))),
          entry("add_form_params", (b, v) -> b.formParams(e -> each(v, e::add))),
          entry("remove_response_headers", (b, v) -> b.responseHeaders(e -> remove(e, v))),
          entry("set_response_headers", (b, v) -> b.responseHeaders(e -> each(v, e::set))),
          entry("add_response_headers", (b, v) -> b.responseHeaders(e -> each(v, e::add))));

  private JavaKeys() {}

  /** The backend that the keys say. */
  static BackendSpec backend(String label, Map<String, Object> keys) {
    BackendBuilder builder = Backend.builder(label);
    keys.forEach(
        (key, value) -> {
          if (value != null && OF_BACKENDS.containsKey(key)) {
            OF_BACKENDS.get(key).accept(builder, value);
          } else if (value != null) {
            manner(builder, key, value);
          }
        });
    return builder.spec();
  }

  /** The refinement that the keys say. */
  static Refinement refinement(String label, Map<String, Object> keys) {
    RefinementBuilder builder = RefinementBuilder.of(label);
    keys.forEach(
        (key, value) -> {
          if (!key.equals("backend")) {
            manner(builder, key, value);
          }
        });
    return builder.build();
  }

  private static void manner(MannersBuilder<?> builder, String key, Object value) {
    BiConsumer<MannersBuilder<?>, Object> said = OF_BOTH.get(key);
    Objects.requireNonNull(said, () -> key + " has no method here").accept(builder, value);
  }

  private static void path(Object said, Consumer<String> template, Consumer<Value> computed) {
    if (said instanceof String text) {
      template.accept(text);
    } else {
      computed.accept(value(said));
    }
  }

  private static void status(MannersBuilder<?> builder, Object said) {
    if (said instanceof Integer status) {
      builder.responseStatus(status);
    } else {
      builder.responseStatus(value(said));
    }
  }

  private static void statuses(MannersBuilder<?> builder, Object said) {
    List<?> items = said instanceof List<?> list ? list : List.of(said);
    builder.expectedStatusRanges(items.stream().map(String::valueOf).toArray(String[]::new));
  }

  private static void check(HealthSpec.Builder check, Map<String, Object> said) {
    check.path(said.get("path").toString());
    check.failureThreshold((Integer) said.get("failure_threshold"));
  }

  private static RetrySpec retries(RetrySpec usual, Map<String, Object> said) {
    RetrySpec spec = usual;
    for (Map.Entry<String, Object> each : said.entrySet()) {
      Map<String, Object> parts =
          each.getValue() instanceof Map ? Entry.map(each.getValue()) : said;
      spec =
          switch (each.getKey()) {
            case "attempts" -> spec.withAttempts((Integer) each.getValue());
            case "on" -> spec.withOn(on(spec.on(), parts));
            case "backoff" ->
                spec.withBackoff(
                    spec.backoff().withBase(Durations.parse(parts.get("base").toString())));
            case "deadline_header" -> spec.withDeadlineHeader(each.getValue().toString());
            default -> throw new IllegalArgumentException(each.getKey() + " has no method here");
          };
    }
    return spec;
  }

  private static RetryOn on(RetryOn usual, Map<String, Object> said) {
    RetryOn on = usual;
    if (said.containsKey("statuses")) {
      on = on.withStatuses(Set.of((Integer) said.get("statuses")));
    }
    if (said.containsKey("methods")) {
      on = on.withMethods(Set.of(said.get("methods").toString()));
    }
    return on;
  }

  // ---- values

  /** One value: text, number, truth, or computed. */
  static Value value(Object said) {
    if (said instanceof Boolean truth) {
      return Value.of(truth);
    }
    if (said instanceof Number number) {
      return Value.of(new BigDecimal(number.toString()));
    }
    if (said instanceof Map<?, ?> map) {
      Object result = map.get("computed");
      return Value.computed(call -> result);
    }
    return Value.template((String) said);
  }

  /** One value or several; null is none. */
  private static Value[] values(Object said) {
    List<?> list = said instanceof List<?> several ? several : List.of(said);
    return list.stream().filter(Objects::nonNull).map(JavaKeys::value).toArray(Value[]::new);
  }

  private static void remove(Edits.Builder edits, Object said) {
    edits.remove(values(said));
  }

  private static void each(Object said, BiConsumer<String, Value[]> edit) {
    Entry.map(said)
        .forEach(
            (name, value) -> {
              if (value != null) {
                edit.accept(name, values(value));
              }
            });
  }

  // ---- log fields

  private static void fields(LogFields fields, Object said) {
    Entry.map(said)
        .forEach(
            (name, value) -> {
              if (value != null) {
                fields.field(name, field(value));
              }
            });
  }

  private static LogField field(Object said) {
    if (said instanceof List<?> list) {
      return new LogField.Many(
          list.stream().filter(Objects::nonNull).map(JavaKeys::field).toList());
    }
    if (!(said instanceof Map<?, ?>)) {
      return LogField.of(value(said));
    }
    Map<String, LogField> tree = new LinkedHashMap<>();
    Entry.map(said).forEach((name, value) -> tree.put(name, field(value)));
    return new LogField.Tree(tree);
  }
}
