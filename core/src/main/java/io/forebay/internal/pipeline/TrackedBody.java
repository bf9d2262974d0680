package io.forebay.internal.pipeline;

import io.forebay.BackendException;
import io.forebay.ExchangeReport;
import io.forebay.internal.pool.Exchange;
import io.forebay.spec.BodySpec;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.TrailersSource;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * A response's body that knows its exchange: it says in our words why it broke off, holds the bound
 * on its size, and is found if it is never closed.
 */
public final class TrackedBody extends ResponseBody implements TrailersSource {
  private static final long LONGEST_CLOSE_MILLIS = 10;

  private final Response response;
  private final ResponseBody body;
  private final Exchange exchange;
  private final Bodies bodies;
  private final Leaks.Ticket ticket;
  private @Nullable BufferedSource source;
  private long read;
  private boolean ended;

  TrackedBody(Response response, Exchange exchange, Bodies bodies) {
    this.response = response;
    this.body = response.body();
    this.exchange = exchange;
    this.bodies = bodies;
    this.ticket = bodies.leaks().watch(this, body);
  }

  /** The report of the exchange that a response came from, if it is one of ours. */
  public static Optional<ExchangeReport> reportOf(Response response) {
    return response.body() instanceof TrackedBody tracked
        ? Optional.of(tracked.exchange.reportAtHead())
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
  public @Nullable Headers peek() throws IOException {
    try {
      Headers peeked = response.peekTrailers();
      return peeked == null ? null : Trailers.permitted(peeked);
    } catch (IOException e) {
      throw inOurWords(e);
    }
  }

  /** The trailers; what is unread of the body is skipped for them, as any reader would read it. */
  @Override
  public Headers get() throws IOException {
    skipUnread();
    try {
      return Trailers.permitted(response.trailers());
    } catch (IOException e) {
      throw inOurWords(e);
    }
  }

  private void skipUnread() throws IOException {
    BufferedSource unread = source();
    while (unread.isOpen() && !unread.exhausted()) {
      unread.skip(unread.getBuffer().size());
    }
  }

  private BackendException inOurWords(Exception failure) {
    return bodies.failures().translate(exchange, failure);
  }

  @Override
  public void close() {
    hurry();
    try {
      super.close();
    } catch (RuntimeException e) {
      exchange.cancel(); // Another thread is reading, and has to end before anything else can.
    }
    end(null);
  }

  /**
   * OkHttp reads what is left of a body to keep its connection, and would wait 100 ms for it. A
   * caller who closes does not want to wait: what is not there already costs the connection.
   */
  private void hurry() {
    if (!ended) {
      body.source().timeout().deadline(LONGEST_CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    }
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
          requireWhole();
          end(null);
          return count;
        }
        read += count;
        bodies.requireWithin(read, exchange);
        return count;
      } catch (IOException | RuntimeException e) {
        return endOrThrow(e);
      }
    }

    /** OkHttp believes the end of an HTTP/2 stream, even if the head promised more. */
    private void requireWhole() throws IOException {
      long promised = body.contentLength();
      boolean bodiless = response.request().method().equals("HEAD") || response.code() == 304;
      if (response.protocol() != Protocol.HTTP_1_1 && !bodiless && read < promised) {
        throw new ProtocolException(
            "the body ended after " + read + " of " + promised + " bytes that were promised");
      }
    }

    private long endOrThrow(Exception failure) throws IOException {
      BackendException ours = inOurWords(failure);
      if (bodies.spec().onSilence() == BodySpec.Silence.TRUNCATE && Failures.isSilence(ours)) {
        end(null);
        return -1;
      }
      end(ours);
      throw ours;
    }

    @Override
    public void close() throws IOException {
      hurry();
      super.close();
      end(null);
    }
  }
}
