package io.forebay.internal.tokens;

import java.util.List;

/**
 * What a token is asked for with, where that depends on the call: calls with the same share a
 * token. Never printed.
 *
 * @param target path and query
 * @param headers names and values, in turn
 * @param body what is sent, or what of it depends on the call
 */
record Asked(String target, List<String> headers, String body) {
  /** Of those that do not depend on the call. */
  static final Asked ALWAYS = new Asked("", List.of(), "");

  Asked {
    headers = List.copyOf(headers);
  }

  /** Three stars. */
  @Override
  public String toString() {
    return "***";
  }
}
