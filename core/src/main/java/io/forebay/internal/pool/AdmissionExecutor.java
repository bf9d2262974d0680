package io.forebay.internal.pool;

import io.forebay.internal.threads.Workers;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Stands under OkHttp's dispatcher: an enqueued call gets a worker only once its permit is settled.
 *
 * <p>OkHttp hands the call over on the thread that enqueued it, right after telling its listener
 * that it started: that is how the exchange is known here.
 */
final class AdmissionExecutor extends AbstractExecutorService {

  @Override
  public void execute(Runnable asyncCall) {
    Exchange exchange = ThreadCalls.takeStarted();
    if (exchange == null) {
      Workers.executor().execute(asyncCall);
      return;
    }
    new AsyncStart(exchange, asyncCall).begin();
  }

  /** Does nothing: the workers are the process's, and the backend refuses on its own. */
  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }
}
