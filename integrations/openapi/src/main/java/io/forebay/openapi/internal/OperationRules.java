package io.forebay.openapi.internal;

import io.forebay.openapi.internal.Contents.Content;
import io.forebay.openapi.internal.Operation.Answer;
import io.forebay.openapi.internal.SchemaRule.Way;
import io.forebay.spi.Contract.RequestHead;
import io.forebay.spi.Contract.ResponseHead;
import io.forebay.spi.Contract.Rules;
import io.forebay.spi.Contract.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules for a request that an operation was found for. In Couper's words where it has some. */
final class OperationRules implements Rules {
  private static final String TYPE = "Content-Type";

  private final Operation operation;
  private final RequestHead head;
  private final Map<String, String> path;

  OperationRules(Operation operation, RequestHead head, Map<String, String> path) {
    this.operation = operation;
    this.head = head;
    this.path = path;
  }

  @Override
  public Verdict request() {
    List<String> violations = new ArrayList<>();
    if (!operation.parameters().isEmpty()) {
      RequestParts parts = new RequestParts(head, path);
      operation.parameters().forEach(one -> one.problem(parts).ifPresent(violations::add));
    }
    if (!head.hasBody()) {
      if (operation.bodyRequired()) {
        violations.add("request body has an error: value is required but missing");
      }
      return new Verdict(violations, false);
    }
    if (operation.body().isEmpty()) {
      return new Verdict(violations, false);
    }
    String type = head.headers().get(TYPE);
    Optional<Content> content = operation.body().of(type);
    if (content.isEmpty()) {
      violations.add("request body has an error: " + operation.body().unexpected());
    }
    boolean reads = content.filter(found -> Contents.reads(found, type)).isPresent();
    return new Verdict(violations, reads);
  }

  @Override
  public List<String> requestBody(byte[] body) {
    String type = head.headers().get(TYPE);
    return problems(
        operation.body(),
        type,
        body,
        Way.REQUEST,
        "request body has an error: doesn't match schema");
  }

  @Override
  public Verdict response(ResponseHead response) {
    Optional<Answer> declared = operation.answer(response.status());
    if (declared.isEmpty()) {
      return new Verdict(List.of("status is not supported"), false);
    }
    Answer answer = declared.get();
    List<String> violations = new ArrayList<>();
    for (Parameter header : answer.headers()) {
      header.problem(response.headers().values(header.name())).ifPresent(violations::add);
    }
    if (answer.body().isEmpty() || bodiless(response.status())) {
      return new Verdict(violations, false);
    }
    String type = response.headers().get(TYPE);
    Optional<Content> content = answer.body().of(type);
    if (content.isEmpty()) {
      violations.add("response " + answer.body().unexpected());
    }
    boolean reads = content.filter(found -> Contents.reads(found, type)).isPresent();
    return new Verdict(violations, reads);
  }

  private boolean bodiless(int status) {
    return head.method().equals("HEAD") || status == 204 || status == 304;
  }

  @Override
  public List<String> responseBody(ResponseHead response, byte[] body) {
    Contents contents =
        operation.answer(response.status()).map(Answer::body).orElse(new Contents(Map.of()));
    String type = response.headers().get(TYPE);
    return problems(contents, type, body, Way.RESPONSE, "response body doesn't match schema");
  }

  private static List<String> problems(
      Contents contents, @Nullable String type, byte[] body, Way way, String failing) {
    return contents
        .of(type)
        .filter(found -> Contents.reads(found, type))
        .map(found -> Contents.problems(found, type, body, way, failing))
        .orElse(List.of());
  }
}
