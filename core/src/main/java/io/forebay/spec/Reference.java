package io.forebay.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A name in a template that tells something about the call itself, such as {@code
 * request.headers.x-tenant}. Names that start with one of five words are references and never
 * variables: {@code request} is what the caller gave, {@code backend_request} what left, {@code
 * backend_response} what came back, {@code backend} the backend (Couper's variables), {@code token}
 * a token of the backend's by its name. Immutable.
 */
public final class Reference implements Template.Part {
  private static final String REQUEST = "request";
  private static final String SENT = "backend_request";
  private static final String RESPONSE = "backend_response";
  private static final String BACKEND = "backend";
  private static final String TOKEN = "token";
  private static final List<String> RESERVED = List.of(REQUEST, SENT, RESPONSE, BACKEND, TOKEN);

  private static final Map<String, Function<RequestView, @Nullable Object>> OF_REQUEST =
      Map.of(
          "method", RequestView::method,
          "path", RequestView::path,
          "query", request -> request.query().orElse(null));

  private static final Map<String, BiFunction<RequestView, String, Optional<String>>> IN_REQUEST =
      Map.of("headers", RequestView::header, "query", RequestView::queryParam);

  private static final Map<String, Function<CallView, @Nullable Object>> OF_BACKEND =
      Map.of(
          "name", CallView::label,
          "origin", CallView::origin,
          "health.healthy", call -> call.health().healthy(),
          "health.state", call -> call.health().status().text(),
          "health.error", call -> emptyToNull(call.health().error()));

  private final String name;
  private final boolean needsResponse;
  private final Function<CallView, @Nullable Object> value;

  private Reference(
      String name, boolean needsResponse, Function<CallView, @Nullable Object> value) {
    this.name = name;
    this.needsResponse = needsResponse;
    this.value = value;
  }

  /** Whether a name starts with one of the reserved words, so that it is no variable. */
  public static boolean reserved(String name) {
    int dot = name.indexOf('.');
    return dot > 0 && RESERVED.contains(name.substring(0, dot));
  }

  /**
   * The reference of that name.
   *
   * @throws IllegalArgumentException if the name means nothing, or is not {@linkplain #reserved
   *     reserved}
   */
  public static Reference of(String name) {
    if (!reserved(name)) {
      throw new IllegalArgumentException(
          "'" + name + "' is no reference (expected: one of " + RESERVED + " and a dot in front)");
    }
    int dot = name.indexOf('.');
    String word = name.substring(0, dot);
    String rest = name.substring(dot + 1);
    Function<CallView, @Nullable Object> value =
        switch (word) {
          case REQUEST -> lift(ofRequest(rest));
          case SENT -> after(CallView::sent, ofRequest(rest));
          case RESPONSE -> after(CallView::response, ofResponse(rest));
          case BACKEND -> OF_BACKEND.get(rest);
          case TOKEN -> rest.isEmpty() ? null : call -> call.token(rest).orElse(null);
          default -> null;
        };
    if (value == null) {
      throw new IllegalArgumentException(
          "{" + name + "} is not known (expected: such as " + examples(word) + ")");
    }
    return new Reference(name, word.equals(SENT) || word.equals(RESPONSE), value);
  }

  private static String examples(String word) {
    return switch (word) {
      case RESPONSE -> "{backend_response.status} or {backend_response.headers.NAME}";
      case TOKEN -> "{token.default}";
      case BACKEND -> "{backend.name}, {backend.origin} or {backend.health.healthy}";
      default -> "{" + word + ".method}, {" + word + ".path} or {" + word + ".headers.NAME}";
    };
  }

  private static @Nullable Function<RequestView, @Nullable Object> ofRequest(String rest) {
    Function<RequestView, @Nullable Object> whole = OF_REQUEST.get(rest);
    int dot = rest.indexOf('.');
    BiFunction<RequestView, String, Optional<String>> part =
        dot < 0 ? null : IN_REQUEST.get(rest.substring(0, dot));
    if (whole != null || part == null || dot == rest.length() - 1) {
      return whole;
    }
    String inner = rest.substring(dot + 1);
    return request -> part.apply(request, inner).orElse(null);
  }

  private static @Nullable Function<ResponseView, @Nullable Object> ofResponse(String rest) {
    if (rest.equals("status")) {
      return ResponseView::status;
    }
    String headers = "headers.";
    if (!rest.startsWith(headers) || rest.length() == headers.length()) {
      return null;
    }
    String header = rest.substring(headers.length());
    return response -> response.header(header).orElse(null);
  }

  private static @Nullable Object emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Function<CallView, @Nullable Object> lift(
      @Nullable Function<RequestView, @Nullable Object> ofRequest) {
    return ofRequest == null ? null : ofRequest::apply;
  }

  private static <T> @Nullable Function<CallView, @Nullable Object> after(
      Function<CallView, Optional<T>> message, @Nullable Function<T, @Nullable Object> of) {
    return of == null
        ? null
        : call -> {
          Optional<T> found = message.apply(call);
          return found.isPresent() ? of.apply(found.get()) : null;
        };
  }

  /** The name, such as {@code request.path}. */
  public String name() {
    return name;
  }

  /** The name of the token that it stands for; empty: for something else. */
  public Optional<String> token() {
    return name.startsWith(TOKEN + ".")
        ? Optional.of(name.substring(TOKEN.length() + 1))
        : Optional.empty();
  }

  /** Whether it tells something only after the request left. */
  public boolean needsResponse() {
    return needsResponse;
  }

  /** Text, a number or a boolean; null if the call has no such thing. */
  public @Nullable Object value(CallView call) {
    return value.apply(call);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Reference that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** The name in braces. */
  @Override
  public String toString() {
    return "{" + name + "}";
  }
}
