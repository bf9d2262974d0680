package io.forebay.internal.pool;

import io.forebay.internal.threads.Workers;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up inside the connect limit. The system's lookup cannot be timed or interrupted, so
 * it runs on a thread of its own and the exchange only waits for it.
 */
final class Resolver implements Dns {

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    Future<List<InetAddress>> answer = Workers.resolver().submit(() -> SYSTEM.lookup(host));
    Exchange exchange = Exchange.current();
    try {
      if (exchange == null) {
        return answer.get();
      }
      exchange.onCancel(() -> answer.cancel(false));
      return answer.get(exchange.connectNanosLeft(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UnknownHostException unknown ? unknown : unknown(host, e);
    } catch (TimeoutException e) {
      throw unknown(host, new SocketTimeoutException("connect limit reached"));
    } catch (CancellationException e) {
      throw unknown(host, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(host, new InterruptedIOException("interrupted"));
    } finally {
      answer.cancel(false);
      if (exchange != null) {
        exchange.onCancel(null);
      }
    }
  }

  private static UnknownHostException unknown(String host, @Nullable Throwable cause) {
    UnknownHostException unknown = new UnknownHostException(host);
    unknown.initCause(cause);
    return unknown;
  }
}
