package io.forebay.rows;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.Http2Origin;
import io.forebay.ManagedBackend;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever an origin sends, by whatever door a call is made and its body read: nothing comes out
 * but a response or a {@link BackendException}.
 */
class EveryDoorTest {
  private static final Request REQUEST = new Request.Builder().url("http://users/bad").build();
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

  /** A way to make a call. */
  enum Door {
    SEND {
      @Override
      Response open(Backend backend) throws Exception {
        return backend.get("/bad").send();
      }
    },
    SEND_ASYNC {
      @Override
      Response open(Backend backend) throws Exception {
        return result(backend.get("/bad").sendAsync());
      }
    },
    EXECUTE {
      @Override
      Response open(Backend backend) throws Exception {
        return backend.newCall(REQUEST).execute();
      }
    },
    ENQUEUE {
      @Override
      Response open(Backend backend) throws Exception {
        return enqueued(backend.newCall(REQUEST));
      }
    },
    CLIENT {
      @Override
      Response open(Backend backend) throws Exception {
        return backend.client().newCall(REQUEST).execute();
      }
    },
    CLIENT_ENQUEUE {
      @Override
      Response open(Backend backend) throws Exception {
        return enqueued(backend.client().newCall(REQUEST));
      }
    };

    abstract Response open(Backend backend) throws Exception;

    private static Response enqueued(Call call) throws Exception {
      CompletableFuture<Response> answer = new CompletableFuture<>();
      AtomicInteger callbacks = new AtomicInteger();
      call.enqueue(
          new Callback() {
            @Override
            public void onFailure(Call failed, IOException failure) {
              callbacks.incrementAndGet();
              answer.completeExceptionally(failure);
            }

            @Override
            public void onResponse(Call answered, Response response) {
              callbacks.incrementAndGet();
              answer.complete(response);
            }
          });
      try {
        return result(answer);
      } finally {
        assertThat(callbacks.get()).as("callbacks").isEqualTo(1);
      }
    }

    private static Response result(CompletableFuture<Response> answer) throws Exception {
      try {
        return answer.get(20, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }
  }

  /** A way to read a body. */
  enum Reader {
    BYTES {
      @Override
      void read(ResponseBody body) throws IOException {
        body.bytes();
      }
    },
    STRING {
      @Override
      void read(ResponseBody body) throws IOException {
        body.string();
      }
    },
    CHARS {
      @Override
      void read(ResponseBody body) throws IOException {
        body.charStream().transferTo(Writer.nullWriter());
      }
    },
    STREAM {
      @Override
      void read(ResponseBody body) throws IOException {
        body.byteStream().readAllBytes();
      }
    },
    SOURCE {
      @Override
      void read(ResponseBody body) throws IOException {
        body.source().readAll(new Buffer());
      }
    };

    abstract void read(ResponseBody body) throws IOException;
  }

  private static void everyDoor(Backend backend) {
    for (Door door : Door.values()) {
      for (Reader reader : Reader.values()) {
        try (Response response = door.open(backend)) {
          reader.read(response.body());
          response.trailers();
        } catch (Throwable e) {
          assertThat(e).as("%s, %s", door, reader).isInstanceOf(BackendException.class);
        }
        Meeting.comesToRest(backend);
      }
    }
  }

  static Stream<Arguments> heads() {
    return Stream.of(
            Named.of(
                "retry-after",
                "HTTP/1.1 503 No\r\nRetry-After: 99999999999\r\nContent-Length: 0\r\n\r\n"),
            Named.of(
                "retry-after -1",
                "HTTP/1.1 503 No\r\nRetry-After: -1\r\nContent-Length: 0\r\n\r\n"),
            Named.of("cl-negative", OK + "Content-Length: -5\r\n\r\nhello"),
            Named.of("cl-overflow", OK + "Content-Length: 99999999999999999999\r\n\r\nhello"),
            Named.of("cl-list", OK + "Content-Length: 5, 5\r\n\r\nhello"),
            Named.of("status-neg", "HTTP/1.1 -12 Odd\r\nContent-Length: 0\r\n\r\n"),
            Named.of("status-zero", "HTTP/1.1 000 Odd\r\nContent-Length: 0\r\n\r\n"),
            Named.of("status-999", "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"),
            Named.of("status without digits", "HTTP/1.1 \r\n\r\n"),
            Named.of("status-101", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\nhello"),
            Named.of(
                "401 with half a challenge",
                "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=\"\r\nContent-Length: 0\r\n\r\n"),
            Named.of(
                "407", "HTTP/1.1 407 No\r\nProxy-Authenticate: ,,=\r\nContent-Length: 0\r\n\r\n"),
            Named.of("408", "HTTP/1.1 408 No\r\nContent-Length: 0\r\n\r\n"),
            Named.of(
                "a bad Location",
                "HTTP/1.1 302 Found\r\nLocation: http://[::\r\nContent-Length: 0\r\n\r\n"),
            Named.of(
                "a bad charset",
                OK + "Content-Type: text/plain; charset=%%\r\nContent-Length: 5\r\n\r\nhello"),
            Named.of("a bad type", OK + "Content-Type: ;;=\r\nContent-Length: 5\r\n\r\nhello"),
            Named.of("no gzip", OK + "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"),
            Named.of("a name that is empty", OK + ": value\r\nContent-Length: 0\r\n\r\n"),
            Named.of("a line without a colon", OK + "NoColon\r\nContent-Length: 0\r\n\r\n"),
            Named.of("NUL in a head", OK + "X-A: a\0b\r\nContent-Length: 0\r\n\r\n"),
            Named.of("chunk-negative", CHUNKED + "-5\r\nhello\r\n"),
            Named.of("chunk-maxlong", CHUNKED + "8000000000000005\r\nhello\r\n"),
            Named.of("chunk-empty-size", CHUNKED + "\r\nhello\r\n"),
            Named.of("a trailer without a name", CHUNKED + "5\r\nhello\r\n0\r\n: x\r\n\r\n"),
            Named.of("nothing", ""))
        .flatMap(head -> Stream.of(Arguments.of(head, false), Arguments.of(head, true)));
  }

  @ParameterizedTest(name = "{0}, lenient {1}")
  @MethodSource("heads")
  void http1(String head, boolean lenient) throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend =
            Backend.builder("users")
                .origin(origin.url())
                .lenient(lenient)
                .betweenBytesTimeout(ofSeconds(10))
                .build()) {
      origin
          .route("/bad", Behaviour.raw(head).then(Behaviour.readThenClose()))
          .respond(Behaviour.echo());
      everyDoor(backend);
      assertThat(Meeting.Ended.of(backend.get("/good")).body()).contains("/good");
    }
  }

  static Stream<Named<Http2Origin.Reaction>> http2Heads() {
    return Stream.of(
        Named.of("neg-status", x -> x.answer(-12)),
        Named.of("status of zero", x -> x.answer(0)),
        Named.of("status of six digits", x -> x.answer(200_000)),
        Named.of("cl-negative", x -> x.answer(200, "content-length", "-5")),
        Named.of("cl-overflow", x -> x.answer(200, "content-length", "99999999999999999999")),
        Named.of("retry-after", x -> x.answer(503, "retry-after", "99999999999")),
        Named.of("407", x -> x.answer(407, "proxy-authenticate", ",,=")),
        Named.of("a name that is empty", x -> x.answer(200, "", "b")),
        Named.of("a name that is no token", x -> x.answer(200, "x a", "b")),
        Named.of("a value with a line break", x -> x.answer(200, "x-a", "a\r\nb")),
        Named.of("no head", x -> x.frame(1, 5, x.stream())),
        Named.of("a reset", x -> x.reset(Http2Origin.INTERNAL_ERROR)));
  }

  @ParameterizedTest(name = "{0} over HTTP/2")
  @MethodSource("http2Heads")
  void http2(Http2Origin.Reaction reaction) throws Exception {
    try (Http2Origin origin = Http2Origin.start();
        ManagedBackend backend =
            Backend.builder("users")
                .origin(origin.url())
                .http2PriorKnowledge(true)
                .betweenBytesTimeout(ofSeconds(10))
                .ttfbTimeout(ofSeconds(10))
                .build()) {
      origin.respond(reaction);
      everyDoor(backend);
    }
  }
}
