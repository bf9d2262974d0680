package io.forebay.internal.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Protocol;

/** As much of an exchange as connecting needs: a limit, a cancellation, OkHttp's events. */
final class Attempt extends EventListener implements Dialling {
  private final long limitNanos;
  private volatile long startedAt = System.nanoTime();
  private volatile boolean cancelled;
  private volatile Runnable hook;
  private Established dialled;
  private int addresses = 1;

  /** Zero means no limit. */
  Attempt(Duration limit) {
    limitNanos = limit.toNanos();
  }

  /** Runs {@code work} as the attempt of this thread. */
  <T> T during(Work<T> work) throws IOException {
    startedAt = System.nanoTime();
    Dialling.enter(this);
    try {
      return work.run();
    } finally {
      Dialling.leave();
    }
  }

  interface Work<T> {
    T run() throws IOException;
  }

  void cancel() {
    cancelled = true;
    Runnable known = hook;
    if (known != null) {
      known.run();
    }
  }

  /** What OkHttp does at the end of a handshake. */
  void established() {
    if (dialled != null) {
      dialled.established();
    }
  }

  boolean waits() {
    return hook != null;
  }

  @Override
  public long connectNanosLeft() {
    return limitNanos == 0 ? Long.MAX_VALUE : limitNanos - (System.nanoTime() - startedAt);
  }

  @Override
  public void dialsOver(Established socket) {
    dialled = socket;
  }

  @Override
  public void addressesToTry(int count) {
    addresses = count;
  }

  @Override
  public int nextAddress() {
    return addresses > 1 ? addresses-- : 1;
  }

  @Override
  public void onCancel(Runnable run) {
    hook = run;
    if (run != null && cancelled) {
      run.run();
    }
  }

  @Override
  public void callStart(Call call) {
    startedAt = System.nanoTime();
  }

  @Override
  public void canceled(Call call) {
    cancel();
  }

  @Override
  public void dnsStart(Call call, String domain) {
    Dialling.enter(this);
  }

  @Override
  public void dnsEnd(Call call, String domain, List<InetAddress> found) {
    Dialling.leave();
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    Dialling.enter(this);
  }

  @Override
  public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, Protocol protocol) {
    Dialling.leave();
    established();
  }

  @Override
  public void connectFailed(
      Call call, InetSocketAddress address, Proxy proxy, Protocol protocol, IOException failure) {
    Dialling.leave();
  }

  @Override
  public void callFailed(Call call, IOException failure) {
    Dialling.leave();
  }
}
