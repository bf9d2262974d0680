package io.forebay.internal.health;

import io.forebay.health.ProbeResult;
import java.util.function.Supplier;

/** Finds what it is told to find, on the thread that runs it. */
final class ScriptedProbe implements Probe {
  static final ProbeResult PASSED = ProbeResult.passed();
  static final ProbeResult FAILED = ProbeResult.failed("broken");

  private final Object subject;
  private int runs;
  private Supplier<ProbeResult> next = () -> PASSED;
  private boolean closed;

  ScriptedProbe() {
    this("the origin");
  }

  ScriptedProbe(Object subject) {
    this.subject = subject;
  }

  ScriptedProbe finds(ProbeResult result) {
    return does(() -> result);
  }

  ScriptedProbe does(Supplier<ProbeResult> work) {
    next = work;
    return this;
  }

  /** How often it ran. */
  int runs() {
    return runs;
  }

  boolean closed() {
    return closed;
  }

  @Override
  public Object subject() {
    return subject;
  }

  @Override
  public ProbeResult run() {
    runs++;
    return next.get();
  }

  @Override
  public void close() {
    closed = true;
  }
}
