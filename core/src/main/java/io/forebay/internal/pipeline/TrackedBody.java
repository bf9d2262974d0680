package io.forebay.internal.pipeline;

import io.forebay.ExchangeReport;
import io.forebay.internal.pool.Exchange;
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

/** A response's body that knows its exchange and says in our words why it broke off. */
public final class TrackedBody extends ResponseBody {
  private final ResponseBody body;
  private final Exchange exchange;
  private final Failures failures;
  private final ExchangeReport report;
  private @Nullable BufferedSource source;

  TrackedBody(ResponseBody body, Exchange exchange, Failures failures) {
    this.body = body;
    this.exchange = exchange;
    this.failures = failures;
    this.report = exchange.report();
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

  @Override
  public long contentLength() {
    return body.contentLength();
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

  /** Translates what reading throws. */
  private final class Translated extends ForwardingSource {
    Translated(BufferedSource from) {
      super(from);
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      try {
        return super.read(sink, byteCount);
      } catch (IOException e) {
        throw failures.translate(exchange, e);
      }
    }
  }
}
