package io.forebay.openapi;

import io.forebay.spi.Contract;
import io.forebay.spi.Contract.RequestHead;
import io.forebay.spi.Contract.ResponseHead;
import io.forebay.spi.Contract.Rules;
import io.forebay.spi.Contract.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.Headers;
import okhttp3.HttpUrl;

/** Documents, and what they say of messages that are never sent. */
final class Contracts {
  private Contracts() {}

  static Path file(Path directory, String name, String text) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Contract read(Path directory, String text) {
    return read(file(directory, "openapi.yaml", text));
  }

  static Contract read(Path file) {
    try {
      return new OpenApiContracts().read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A document with the body of one operation, four spaces in. */
  static String document(String version, String path, String operation) {
    return "openapi: "
        + version
        + "\n"
        + "info: {title: t, version: '1'}\n"
        + "paths:\n"
        + "  "
        + path
        + ":\n"
        + operation.indent(4);
  }

  static Rules rules(Contract contract, String method, String url, Headers headers) {
    HttpUrl parsed = HttpUrl.get(url);
    String shown = "/" + String.join("/", parsed.pathSegments());
    boolean hasBody = headers.get("Content-Type") != null;
    return contract.rules(new RequestHead(method, parsed, headers, hasBody, shown));
  }

  /** What is wrong with a request without a body. */
  static List<String> request(Contract contract, String method, String url, String... headers) {
    return rules(contract, method, url, Headers.of(headers)).request().violations();
  }

  /** What is wrong with a request with a body. */
  static List<String> sent(Contract contract, String method, String url, String type, String body) {
    Rules rules = rules(contract, method, url, Headers.of("Content-Type", type));
    Verdict verdict = rules.request();
    return verdict.readsBody() && verdict.violations().isEmpty()
        ? rules.requestBody(body.getBytes(StandardCharsets.UTF_8))
        : verdict.violations();
  }

  /** What is wrong with a response to a GET. */
  static List<String> answer(
      Contract contract, String url, int status, String body, String... headers) {
    Rules rules = rules(contract, "GET", url, Headers.of());
    ResponseHead head = new ResponseHead(status, Headers.of(headers));
    Verdict verdict = rules.response(head);
    return verdict.readsBody() && verdict.violations().isEmpty()
        ? rules.responseBody(head, body.getBytes(StandardCharsets.UTF_8))
        : verdict.violations();
  }
}
