package io.forebay.spec;

import io.forebay.health.StatusRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One attribute of an {@link ExchangeSpec}: its name in text, how to read it and how to replace it.
 * What a {@link Refinement} can change is exactly this list. Immutable; the constants are the only
 * instances.
 *
 * @param <T> the attribute's type
 */
public final class ExchangeAttribute<T> {
  /** {@code override_host}. */
  public static final ExchangeAttribute<Optional<String>> OVERRIDE_HOST =
      of("override_host", ExchangeSpec::host, ExchangeSpec::withHost);

  /** {@code path}. */
  public static final ExchangeAttribute<Optional<Value>> PATH =
      of(
          "path",
          spec -> spec.path().path(),
          (spec, value) -> spec.withPath(new PathSpec(value, spec.path().prefix())));

  /** {@code path_prefix}. */
  public static final ExchangeAttribute<Optional<Value>> PATH_PREFIX =
      of(
          "path_prefix",
          spec -> spec.path().prefix(),
          (spec, value) -> spec.withPath(new PathSpec(spec.path().path(), value)));

  /** The three edits of the request's headers. */
  public static final EditsAttributes REQUEST_HEADERS =
      EditsAttributes.of("request_headers", EditPlan::requestHeaders, EditPlan::withRequestHeaders);

  /** The three edits of the query. */
  public static final EditsAttributes QUERY_PARAMS =
      EditsAttributes.of("query_params", EditPlan::queryParams, EditPlan::withQueryParams);

  /** The three edits of a form. */
  public static final EditsAttributes FORM_PARAMS =
      EditsAttributes.of("form_params", EditPlan::formParams, EditPlan::withFormParams);

  /** The three edits of the response's headers. */
  public static final EditsAttributes RESPONSE_HEADERS =
      EditsAttributes.of(
          "response_headers", EditPlan::responseHeaders, EditPlan::withResponseHeaders);

  /** {@code set_response_status}. */
  public static final ExchangeAttribute<Optional<Value>> RESPONSE_STATUS =
      of(
          "set_response_status",
          spec -> spec.answer().status(),
          (spec, value) -> spec.withAnswer(spec.answer().withStatus(value)));

  /** {@code expected_status}. */
  public static final ExchangeAttribute<List<StatusRange>> EXPECTED_STATUS =
      of(
          "expected_status",
          spec -> spec.answer().expected(),
          (spec, value) -> spec.withAnswer(spec.answer().withExpected(value)));

  /** {@code custom_log_fields}. */
  public static final ExchangeAttribute<LogField.Tree> CUSTOM_LOG_FIELDS =
      of(
          "custom_log_fields",
          spec -> spec.answer().logFields(),
          (spec, value) -> spec.withAnswer(spec.answer().withLogFields(value)));

  /** {@code connect_timeout}. */
  public static final ExchangeAttribute<Duration> CONNECT_TIMEOUT =
      limit("connect_timeout", Timeouts::connect, Timeouts::withConnect);

  /** {@code ttfb_timeout}. */
  public static final ExchangeAttribute<Duration> TTFB_TIMEOUT =
      limit("ttfb_timeout", Timeouts::ttfb, Timeouts::withTtfb);

  /** {@code between_bytes_timeout}. */
  public static final ExchangeAttribute<Duration> BETWEEN_BYTES_TIMEOUT =
      limit("between_bytes_timeout", Timeouts::betweenBytes, Timeouts::withBetweenBytes);

  /** {@code timeout}: the total. */
  public static final ExchangeAttribute<Duration> TIMEOUT =
      limit("timeout", Timeouts::total, Timeouts::withTotal);

  /** {@code permit_timeout}. */
  public static final ExchangeAttribute<Duration> PERMIT_TIMEOUT =
      limit("permit_timeout", Timeouts::permit, Timeouts::withPermit);

  /** {@code attempt_timeout}. */
  public static final ExchangeAttribute<Duration> ATTEMPT_TIMEOUT =
      limit("attempt_timeout", Timeouts::attempt, Timeouts::withAttempt);

  /** {@code between_bytes_expiry}. */
  public static final ExchangeAttribute<BodySpec.Silence> BETWEEN_BYTES_EXPIRY =
      of(
          "between_bytes_expiry",
          spec -> spec.body().onSilence(),
          (spec, value) -> spec.withBody(spec.body().withOnSilence(value)));

  /** {@code max_response_bytes}. */
  public static final ExchangeAttribute<Long> MAX_RESPONSE_BYTES =
      of(
          "max_response_bytes",
          spec -> spec.body().maxBytes(),
          (spec, value) -> spec.withBody(spec.body().withMaxBytes(value)));

  /** {@code basic_auth}. */
  public static final ExchangeAttribute<Optional<Credentials>> BASIC_AUTH =
      of("basic_auth", ExchangeSpec::basicAuth, ExchangeSpec::withBasicAuth);

  /** {@code use_when_unhealthy}. */
  public static final ExchangeAttribute<Boolean> USE_WHEN_UNHEALTHY =
      of("use_when_unhealthy", ExchangeSpec::useWhenUnhealthy, ExchangeSpec::withUseWhenUnhealthy);

  /** {@code retries}. */
  public static final ExchangeAttribute<Optional<RetrySpec>> RETRIES =
      of("retries", ExchangeSpec::retries, ExchangeSpec::withRetries);

  private static final List<ExchangeAttribute<?>> ALL =
      List.of(
          OVERRIDE_HOST,
          PATH,
          PATH_PREFIX,
          REQUEST_HEADERS.remove(),
          REQUEST_HEADERS.set(),
          REQUEST_HEADERS.add(),
          QUERY_PARAMS.remove(),
          QUERY_PARAMS.set(),
          QUERY_PARAMS.add(),
          FORM_PARAMS.remove(),
          FORM_PARAMS.set(),
          FORM_PARAMS.add(),
          RESPONSE_STATUS,
          RESPONSE_HEADERS.remove(),
          RESPONSE_HEADERS.set(),
          RESPONSE_HEADERS.add(),
          EXPECTED_STATUS,
          CONNECT_TIMEOUT,
          TTFB_TIMEOUT,
          BETWEEN_BYTES_TIMEOUT,
          TIMEOUT,
          PERMIT_TIMEOUT,
          ATTEMPT_TIMEOUT,
          BETWEEN_BYTES_EXPIRY,
          MAX_RESPONSE_BYTES,
          BASIC_AUTH,
          CUSTOM_LOG_FIELDS,
          USE_WHEN_UNHEALTHY,
          RETRIES);

  private final String key;
  private final Function<ExchangeSpec, T> reader;
  private final BiFunction<ExchangeSpec, T, ExchangeSpec> writer;

  private ExchangeAttribute(
      String key,
      Function<ExchangeSpec, T> reader,
      BiFunction<ExchangeSpec, T, ExchangeSpec> writer) {
    this.key = key;
    this.reader = reader;
    this.writer = writer;
  }

  static <T> ExchangeAttribute<T> of(
      String key,
      Function<ExchangeSpec, T> reader,
      BiFunction<ExchangeSpec, T, ExchangeSpec> writer) {
    return new ExchangeAttribute<>(key, reader, writer);
  }

  private static ExchangeAttribute<Duration> limit(
      String key,
      Function<Timeouts, Duration> reader,
      BiFunction<Timeouts, Duration, Timeouts> writer) {
    return of(
        key,
        spec -> reader.apply(spec.timeouts()),
        (spec, value) -> spec.withTimeouts(writer.apply(spec.timeouts(), value)));
  }

  /** Every attribute, in the order in which definitions are written. */
  public static List<ExchangeAttribute<?>> all() {
    return ALL;
  }

  /** The name in text, such as {@code ttfb_timeout}. */
  public String key() {
    return key;
  }

  /** The attribute's value in a spec. */
  public T of(ExchangeSpec spec) {
    return reader.apply(spec);
  }

  /** A spec with the attribute replaced. */
  public ExchangeSpec replacedIn(ExchangeSpec spec, T value) {
    return writer.apply(spec, value);
  }

  /** The key. */
  @Override
  public String toString() {
    return key;
  }

  /**
   * The three attributes of one kind of {@link Edits}. A refinement replaces each of them on its
   * own: refining {@code set_…} leaves {@code add_…} in force (Couper).
   *
   * @param subject what is edited, such as {@code request_headers}
   * @param remove {@code remove_<subject>}
   * @param set {@code set_<subject>}
   * @param add {@code add_<subject>}
   */
  public record EditsAttributes(
      String subject,
      ExchangeAttribute<List<Value>> remove,
      ExchangeAttribute<Map<String, List<Value>>> set,
      ExchangeAttribute<Map<String, List<Value>>> add) {

    static EditsAttributes of(
        String subject,
        Function<EditPlan, Edits> reader,
        BiFunction<EditPlan, Edits, EditPlan> writer) {
      Function<ExchangeSpec, Edits> get = spec -> reader.apply(spec.edits());
      BiFunction<ExchangeSpec, Edits, ExchangeSpec> put =
          (spec, edits) -> spec.withEdits(writer.apply(spec.edits(), edits));
      return new EditsAttributes(
          subject,
          part("remove_" + subject, get, put, Edits::remove, Edits::withRemove),
          part("set_" + subject, get, put, Edits::set, Edits::withSet),
          part("add_" + subject, get, put, Edits::add, Edits::withAdd));
    }

    private static <T> ExchangeAttribute<T> part(
        String key,
        Function<ExchangeSpec, Edits> get,
        BiFunction<ExchangeSpec, Edits, ExchangeSpec> put,
        Function<Edits, T> reader,
        BiFunction<Edits, T, Edits> writer) {
      return ExchangeAttribute.of(
          key,
          spec -> reader.apply(get.apply(spec)),
          (spec, value) -> put.apply(spec, writer.apply(get.apply(spec), value)));
    }
  }
}
