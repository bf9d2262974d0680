package io.forebay.internal.pipeline;

import io.forebay.BackendException;
import io.forebay.ExchangeReport;
import io.forebay.internal.pool.Exchange;
import io.forebay.spec.BodySpec;
import java.io.IOException;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * A response's body that knows its exchange: it says in our words why it broke off, holds the bound
 * on its size, and is found if it is never closed.
 */
public final class TrackedBody extends ResponseBody {
  private final Response response;
  private final ResponseBody body;
  private final Exchange exchange;
  private final Bodies bodies;
  private final ExchangeReport report;
  private final Leaks.Ticket ticket;
  private @Nullable BufferedSource source;
  private long read;
  private boolean ended;

  TrackedBody(Response response, Exchange exchange, Bodies bodies) {
    this.response = response;
    this.body = response.body();
    this.exchange = exchange;
    this.bodies = bodies;
    this.report = exchange.report();
    this.ticket = bodies.leaks().watch(this, body);
  }

  /** The report of the exchange that a response came from, if it is one of ours. */
  public static Optional<ExchangeReport> reportOf(Response response) {
    return response.body() instanceof TrackedBody tracked
        ? Optional.of(tracked.report)
        : Optional.empty();
  }

  @Override
  public @Nullable MediaType contentType() {
    return body.contentType();
  }

  /** Unknown where silence may end the body: OkHttp's readers insist on a length that is named. */
  @Override
  public long contentLength() {
    return bodies.spec().onSilence() == BodySpec.Silence.TRUNCATE ? -1 : body.contentLength();
  }

  @Override
  public BufferedSource source() {
    BufferedSource tracked = source;
    if (tracked == null) {
      tracked = Okio.buffer(new Translated(body.source()));
      source = tracked;
    }
    return tracked;
  }

  @Override
  public void close() {
    super.close();
    end(null);
  }

  /** Once: nothing more will be read. */
  private void end(@Nullable BackendException failure) {
    ticket.done();
    if (!ended) {
      ended = true;
      bodies.entries().ended(exchange, response, read, failure);
    }
  }

  /** Translates what reading throws, and counts what it brings. */
  private final class Translated extends ForwardingSource {
    Translated(BufferedSource from) {
      super(from);
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      try {
        long count = super.read(sink, byteCount);
        if (count < 0) {
          end(null);
          return count;
        }
        read += count;
        bodies.requireWithin(read, exchange);
        return count;
      } catch (IOException e) {
        return endOrThrow(e);
      }
    }

    private long endOrThrow(IOException failure) throws IOException {
      BackendException ours = bodies.failures().translate(exchange, failure);
      if (bodies.spec().onSilence() == BodySpec.Silence.TRUNCATE && Failures.isSilence(ours)) {
        end(null);
        return -1;
      }
      end(ours);
      throw ours;
    }

    @Override
    public void close() throws IOException {
      super.close();
      end(null);
    }
  }
}
