package io.forebay.openapi.internal;

import io.forebay.spi.Contract.RequestHead;
import io.forebay.spi.Contract.ResponseHead;
import io.forebay.spi.Contract.Rules;
import io.forebay.spi.Contract.Verdict;
import java.util.List;

/** A request that the document knows nothing of. */
final class NoRules implements Rules {
  private final RequestHead head;
  private final boolean knownPath;

  NoRules(RequestHead head, boolean knownPath) {
    this.head = head;
    this.knownPath = knownPath;
  }

  @Override
  public Verdict request() {
    return verdict(knownPath ? "method not allowed" : "no matching operation was found");
  }

  @Override
  public List<String> requestBody(byte[] body) {
    return List.of();
  }

  @Override
  public Verdict response(ResponseHead response) {
    return verdict("invalid route");
  }

  @Override
  public List<String> responseBody(ResponseHead response, byte[] body) {
    return List.of();
  }

  private Verdict verdict(String why) {
    String request = head.method() + " " + Texts.shown(head.shownPath());
    return new Verdict(List.of("'" + request + "': " + why), false);
  }
}
