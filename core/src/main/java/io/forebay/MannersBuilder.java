package io.forebay;

import io.forebay.health.StatusRange;
import io.forebay.spec.AnswerSpec;
import io.forebay.spec.BodySpec;
import io.forebay.spec.Credentials;
import io.forebay.spec.Durations;
import io.forebay.spec.Edits;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.LogFields;
import io.forebay.spec.Refinement;
import io.forebay.spec.RetrySpec;
import io.forebay.spec.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Collects what may differ from call to call over one pool: shared by {@link BackendBuilder} and
 * {@link RefinementBuilder}. Mistakes are collected too, and thrown together by {@code build()};
 * only setting an attribute twice is refused at the call. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class MannersBuilder<B extends MannersBuilder<B>>
    permits RoutingBuilder, RefinementBuilder {
  private final String label;
  private final List<String> findings = new ArrayList<>();
  private Refinement manners = Refinement.NONE;

  MannersBuilder(String label) {
    this.label = label;
  }

  abstract B self();

  /**
   * Replaces the whole path by a text with {@code {name}} variables. Default: the caller's path
   * stays. Known as {@code path} (Couper).
   *
   * @throws IllegalStateException if it was set before; so does every method of this class
   */
  public B path(String template) {
    return check(() -> Value.template(template), this::path);
  }

  /**
   * Sends this {@code Host}, and changes nothing else. Default: {@code hostname}, else what the
   * caller says, else the origin's. Known as {@code override_host} (Fastly).
   */
  public B overrideHost(String host) {
    return put(ExchangeAttribute.OVERRIDE_HOST, Optional.of(host));
  }

  /** Replaces the whole path; see {@link #path(String)}. */
  public B path(Value path) {
    return put(ExchangeAttribute.PATH, Optional.of(path));
  }

  /**
   * Puts a text with {@code {name}} variables in front of the path, after {@code path} was applied.
   * Default: nothing. Known as {@code path_prefix} (Couper).
   */
  public B pathPrefix(String template) {
    return check(() -> Value.template(template), this::pathPrefix);
  }

  /** Puts something in front of the path; see {@link #pathPrefix(String)}. */
  public B pathPrefix(Value prefix) {
    return put(ExchangeAttribute.PATH_PREFIX, Optional.of(prefix));
  }

  /**
   * Edits the request's headers: remove, then set, then add. Default: none. Known as {@code
   * remove_/set_/add_request_headers} (Couper).
   */
  public B requestHeaders(Consumer<Edits.Builder> edits) {
    return put(ExchangeAttribute.REQUEST_HEADERS, edits);
  }

  /**
   * Edits the query: remove, then set, then add. Default: none, and the caller's query goes out
   * byte for byte. Known as {@code remove_/set_/add_query_params} (Couper).
   */
  public B queryParams(Consumer<Edits.Builder> edits) {
    return put(ExchangeAttribute.QUERY_PARAMS, edits);
  }

  /**
   * Edits the parameters of a form: remove, then set, then add. Only a {@code POST} of {@code
   * application/x-www-form-urlencoded} is changed, anything else goes out as it is and the report
   * says so. Default: none. Known as {@code remove_/set_/add_form_params} (Couper).
   */
  public B formParams(Consumer<Edits.Builder> edits) {
    return put(ExchangeAttribute.FORM_PARAMS, edits);
  }

  /**
   * Gives the caller another status than the origin's, 200 to 599; 204 and 304 take the body away.
   * Default: the origin's. Known as {@code set_response_status} (Couper).
   */
  public B responseStatus(int status) {
    return responseStatus(Value.of(status));
  }

  /** Gives the caller another status; see {@link #responseStatus(int)}. */
  public B responseStatus(Value status) {
    return check(
        () -> AnswerSpec.UNCHANGED.withStatus(Optional.of(status)),
        answer -> put(ExchangeAttribute.RESPONSE_STATUS, answer.status()));
  }

  /**
   * Fails the exchange with kind {@code unexpected_status}, 502, unless its response has one of
   * these statuses. Judged is what the caller would get: after {@link #responseStatus(int)}, and
   * after the last attempt where there are several. 100 to 999. Default: none, which is any. Known
   * as {@code expected_status} (Couper, of {@code proxy} and {@code request}).
   */
  public B expectedStatus(int... statuses) {
    return check(
        () -> IntStream.of(statuses).mapToObj(StatusRange::of).toList(), this::expectedStatus);
  }

  /**
   * Expects these statuses, such as {@code 204} or {@code 200-399}; see {@link
   * #expectedStatus(int...)}.
   */
  public B expectedStatusRanges(String... ranges) {
    return check(() -> Stream.of(ranges).map(StatusRange::of).toList(), this::expectedStatus);
  }

  /** Expects these statuses; see {@link #expectedStatus(int...)}. */
  public B expectedStatus(List<StatusRange> ranges) {
    return put(ExchangeAttribute.EXPECTED_STATUS, List.copyOf(ranges));
  }

  /**
   * Computes fields from request and response, before the response is edited; they are told in
   * {@link ExchangeReport#logFields} and by {@link UpstreamLog}. Default: none. Known as {@code
   * custom_log_fields} (Couper).
   */
  public B customLogFields(Consumer<LogFields> fields) {
    return check(
        () -> {
          LogFields collected = new LogFields();
          fields.accept(collected);
          return collected.build();
        },
        tree -> put(ExchangeAttribute.CUSTOM_LOG_FIELDS, tree));
  }

  /**
   * Edits the response's headers: remove, then set, then add. Default: none. Known as {@code
   * remove_/set_/add_response_headers} (Couper).
   */
  public B responseHeaders(Consumer<Edits.Builder> edits) {
    return put(ExchangeAttribute.RESPONSE_HEADERS, edits);
  }

  /**
   * Limits connecting: name lookup, dialling, proxy and TLS together. Default: 10 s. Zero: no
   * limit. Running out is kind {@code backend}, 502. Known as {@code connect_timeout} (Couper,
   * Fastly, VCL).
   */
  public B connectTimeout(Duration limit) {
    return putLimit(ExchangeAttribute.CONNECT_TIMEOUT, limit);
  }

  /**
   * Limits the silence between the last byte of the request and the first byte of the response.
   * Covers one attempt; connecting and waiting for a permit are outside. Default: 60 s. Zero: no
   * limit. Known as {@code ttfb_timeout} (Couper), {@code first_byte_timeout} (Fastly, VCL).
   */
  public B ttfbTimeout(Duration limit) {
    return putLimit(ExchangeAttribute.TTFB_TIMEOUT, limit);
  }

  /**
   * Limits silence inside the response, and a lack of progress while the request is written.
   * Default: 60 s. Zero: no limit. Known as {@code between_bytes_timeout} (Fastly, VCL).
   */
  public B betweenBytesTimeout(Duration limit) {
    return putLimit(ExchangeAttribute.BETWEEN_BYTES_TIMEOUT, limit);
  }

  /**
   * Limits the exchange from sending to the end of the response's body, every wait and attempt
   * included. Default: 300 s. Zero: no limit. Of a duplex exchange over HTTP/2 only until the head
   * of its response. Known as {@code timeout} (Couper), {@code fetch_timeout} (Fastly).
   */
  public B timeout(Duration limit) {
    return putLimit(ExchangeAttribute.TIMEOUT, limit);
  }

  /** Limits the wait for a permit. Default: 10 s. Zero: no waiting, refuse at once (Fastly). */
  public B permitTimeout(Duration limit) {
    return putLimit(ExchangeAttribute.PERMIT_TIMEOUT, limit);
  }

  /**
   * Limits one attempt, from connecting to the response's head. Default: no limit of its own. Zero:
   * no limit.
   */
  public B attemptTimeout(Duration limit) {
    return putLimit(ExchangeAttribute.ATTEMPT_TIMEOUT, limit);
  }

  /**
   * What happens when the between-bytes limit runs out inside a body. Default: {@link
   * BodySpec.Silence#FAIL}. Fastly's Delivery truncates, its Compute fails.
   */
  public B betweenBytesExpiry(BodySpec.Silence choice) {
    return put(ExchangeAttribute.BETWEEN_BYTES_EXPIRY, choice);
  }

  /**
   * Most bytes of a response's body as its reader sees them, after decompression. Default: 0, no
   * bound. Beyond it reading fails with kind {@code backend_response_too_large}.
   */
  public B maxResponseBytes(long most) {
    if (most < 0) {
      found("max_response_bytes: " + most + " (expected: >= 0)");
      return self();
    }
    return put(ExchangeAttribute.MAX_RESPONSE_BYTES, most);
  }

  /**
   * Sets {@code Authorization: Basic} last, over anything an edit or the caller set. Default: none.
   * Known as {@code basic_auth} (Couper).
   */
  public B basicAuth(String user, String password) {
    return check(
        () -> Credentials.basic(user + ":" + password),
        login -> put(ExchangeAttribute.BASIC_AUTH, Optional.of(login)));
  }

  /**
   * Sets {@code Authorization: Basic} to {@code user:password} in one text, which may depend on the
   * call; where it is blank, the call has no login. See {@link #basicAuth(String, String)}.
   */
  public B basicAuth(Value userPassword) {
    return check(
        () -> Credentials.basic(userPassword),
        login -> put(ExchangeAttribute.BASIC_AUTH, Optional.of(login)));
  }

  /**
   * Asks the origin even when its checks say that it is unhealthy. Default: false. Known as {@code
   * use_when_unhealthy} (Couper).
   */
  public B useWhenUnhealthy(boolean use) {
    return put(ExchangeAttribute.USE_WHEN_UNHEALTHY, use);
  }

  /**
   * Whether and when an exchange is attempted again. Default: {@link RetrySpec#DEFAULT} where there
   * are several origins, {@link RetrySpec#NONE} where there is one. Known as {@code retries}.
   */
  public B retries(RetrySpec rules) {
    return put(ExchangeAttribute.RETRIES, Optional.of(rules));
  }

  /** Whether and when an exchange is attempted again, as a change of {@link RetrySpec#DEFAULT}. */
  public B retries(UnaryOperator<RetrySpec> change) {
    return check(() -> change.apply(RetrySpec.DEFAULT), this::retries);
  }

  /** Sets any attribute by its name. */
  public <T> B set(ExchangeAttribute<T> attribute, T value) {
    return put(attribute, value);
  }

  private B put(ExchangeAttribute.EditsAttributes attributes, Consumer<Edits.Builder> changes) {
    Edits.Builder collected = new Edits.Builder();
    changes.accept(collected);
    Edits edits = collected.build();
    if (!edits.remove().isEmpty()) {
      put(attributes.remove(), edits.remove());
    }
    if (!edits.set().isEmpty()) {
      put(attributes.set(), edits.set());
    }
    if (!edits.add().isEmpty()) {
      put(attributes.add(), edits.add());
    }
    return self();
  }

  private B putLimit(ExchangeAttribute<Duration> attribute, Duration limit) {
    if (limit.isNegative()) {
      findings.add(attribute.key() + ": " + Durations.format(limit) + " (expected: >= 0)");
      return self();
    }
    return put(attribute, limit);
  }

  private <T> B put(ExchangeAttribute<T> attribute, T value) {
    if (manners.attributes().contains(attribute)) {
      throw alreadySet(attribute.key());
    }
    manners = manners.with(attribute, value);
    return self();
  }

  final IllegalStateException alreadySet(String key) {
    return new IllegalStateException(
        "backend '" + label + "': " + key + " was already set (expected: once)");
  }

  /** Runs a factory and keeps its complaint as a finding. */
  final <T> B check(Supplier<T> factory, Consumer<T> then) {
    try {
      then.accept(factory.get());
    } catch (IllegalArgumentException e) {
      found(String.valueOf(e.getMessage()));
    }
    return self();
  }

  /** The factory's value, or another one if its complaint became a finding. */
  final <T> T checked(Supplier<T> factory, T otherwise) {
    try {
      return factory.get();
    } catch (IllegalArgumentException e) {
      found(String.valueOf(e.getMessage()));
      return otherwise;
    }
  }

  final void found(String finding) {
    findings.add(finding);
  }

  final String label() {
    return label;
  }

  /** The manners, or everything that was found at once. */
  final Refinement checkedManners() {
    findings.addAll(manners.appliedTo(ExchangeSpec.DEFAULT).problems());
    if (!findings.isEmpty()) {
      throw new InvalidBackendException(label, findings);
    }
    return manners;
  }
}
