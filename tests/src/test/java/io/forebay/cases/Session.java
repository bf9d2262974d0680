package io.forebay.cases;

import io.forebay.BackendRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a door opened. Whoever opens it closes it. */
interface Session extends AutoCloseable {

  /** Begins a call of a backend or of a refinement, and does not wait for its end. */
  CompletableFuture<Observed> begin(String label, Row.Call call);

  /** What is open. */
  BackendRegistry registry();

  /** What did not carry over from the language of the text. */
  default List<String> notes() {
    return List.of();
  }

  @Override
  void close();
}
