package io.forebay.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.forebay.internal.pool.Deal;
import io.forebay.internal.pool.StillCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * A call is answered just as it fails, as its future is cancelled and as its caller's deadline
 * passes: who loses closes the response, and the caller hears once.
 */
@JCStressTest
@Outcome(id = "answered, 1, 0, false", expect = ACCEPTABLE, desc = "the response is the caller's")
@Outcome(id = "failed, 1, 1, true", expect = ACCEPTABLE, desc = "a late response is closed")
@Outcome(id = "cancelled, 1, 1, true", expect = ACCEPTABLE, desc = "a late response is closed")
@Outcome(id = "timed out, 1, 1, true", expect = ACCEPTABLE, desc = "a late response is closed")
@Outcome(expect = FORBIDDEN, desc = "two outcomes, a response lost or closed under its reader")
@State
public class ResponseFutureRace {
  private final StillCall call = new StillCall();
  private final Body body = new Body();
  private final Response response =
      new Response.Builder()
          .request(call.request())
          .protocol(Protocol.HTTP_1_1)
          .code(200)
          .message("")
          .body(body)
          .build();
  private final AtomicInteger told = new AtomicInteger();
  private final CompletableFuture<Response> future = ResponseFuture.of(call);
  private final CompletableFuture<String> outcome =
      future.handle(
          (answered, failure) -> {
            told.incrementAndGet();
            return answered != null ? "answered" : word(failure);
          });

  private final Deal deal =
      new Deal(
          this::answers,
          this::fails,
          () -> future.cancel(true),
          () -> future.completeExceptionally(new TimeoutException()));

  private static String word(Throwable failure) {
    if (failure instanceof IOException) {
      return "failed";
    }
    return failure instanceof TimeoutException ? "timed out" : "cancelled";
  }

  private void answers() {
    try {
      call.callback().onResponse(call, response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fails() {
    call.callback().onFailure(call, new IOException("reset"));
  }

  @Actor
  public void first() {
    deal.first();
  }

  @Actor
  public void second() {
    deal.second();
  }

  @Arbiter
  public void see(LLLL_Result r) {
    r.r1 = outcome.getNow("nothing");
    r.r2 = told.get();
    r.r3 = body.closed.get();
    r.r4 = call.isCanceled();
  }

  /** Counts how often it is closed. */
  private static final class Body extends ResponseBody {
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public MediaType contentType() {
      return null;
    }

    @Override
    public long contentLength() {
      return 0;
    }

    @Override
    public BufferedSource source() {
      return new Buffer();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
