package io.forebay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** P21, P22: what a caller hands to OkHttp's doors cannot become a second request. */
class InjectionTest {
  private static final String SECRET = "s3cr3t";

  /** OkHttp's doors, which check less than ours. */
  enum Door {
    EXECUTE,
    ENQUEUE,
    CLIENT;

    Response send(Backend backend, Request request) throws Exception {
      return switch (this) {
        case EXECUTE -> backend.newCall(request).execute();
        case CLIENT -> client(backend).newCall(request).execute();
        case ENQUEUE -> {
          CompletableFuture<Response> answer = new CompletableFuture<>();
          backend.newCall(request).enqueue(completing(answer));
          try {
            yield answer.get();
          } catch (java.util.concurrent.ExecutionException e) {
            throw (Exception) e.getCause();
          }
        }
      };
    }

    private static OkHttpClient client(Backend backend) {
      return backend.client().newBuilder().build();
    }

    private static Callback completing(CompletableFuture<Response> answer) {
      return new Callback() {
        @Override
        public void onFailure(Call call, java.io.IOException failure) {
          answer.completeExceptionally(failure);
        }

        @Override
        public void onResponse(Call call, Response response) {
          answer.complete(response);
        }
      };
    }
  }

  private static void refused(Door door, Request.Builder request, String what) {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
        ManagedBackend backend = Backend.builder("users").origin(origin.url()).build()) {
      Throwable failure =
          catchThrowable(
              () -> door.send(backend, request.url(origin.url() + "/x").build()).close());

      assertThat(failure).isInstanceOf(BackendRefusedException.class).hasMessageContaining(what);
      assertThat(failure).hasMessageNotContaining(SECRET);
      assertThat(((BackendException) failure).outcome()).isEqualTo(Outcome.CONFIG);
      assertThat(origin.requestCount()).isZero();
      assertThat(origin.connectionsAccepted()).isZero();
    }
  }

  @ParameterizedTest(name = "P21 a method that is no token, by {0}")
  @EnumSource
  void methodThatIsNoTokenIsRefused(Door door) {
    String method = "X / HTTP/1.1\r\nHost: a\r\n\r\n" + SECRET;
    refused(door, new Request.Builder().method(method, RequestBody.create(new byte[0])), "method");
  }

  @ParameterizedTest(name = "P21 a header name with a colon, by {0}")
  @EnumSource
  void headerNameWithAColonIsRefused(Door door) {
    refused(door, new Request.Builder().header("X:" + SECRET, "v"), "header");
  }

  @ParameterizedTest(name = "P21 a line break in a value, by {0}")
  @EnumSource
  void lineBreakInAValueIsRefused(Door door) {
    Headers headers = new Headers.Builder().addUnsafeNonAscii("X-A", "a\r\nX-B: " + SECRET).build();
    refused(door, new Request.Builder().headers(headers), "header X-A: control character at 1");
  }

  @ParameterizedTest(name = "P21 the host {0} that is none")
  @CsvSource({"a b", "a/b", "user@host", "a\\b", "''"})
  void hostThatIsNoneIsRefused(String host) {
    refused(Door.EXECUTE, new Request.Builder().header("Host", host), "header Host");
  }

  /** P22: framing that a caller sets would let it end a message early. */
  @ParameterizedTest(name = "P22 {0} does not reach the wire")
  @ValueSource(
      strings = {
        "Content-Length: 5",
        "Transfer-Encoding: chunked",
        "Connection: X-Gone",
        "Upgrade: h2c",
        "Keep-Alive: timeout=1",
        "Proxy-Connection: keep-alive",
        "Trailer: X-A",
        "TE: gzip"
      })
  void framingOfACallerDoesNotReachTheWire(String header) throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
        ManagedBackend backend = Backend.builder("users").origin(origin.url()).build()) {
      String name = header.substring(0, header.indexOf(':'));
      Request request =
          new Request.Builder()
              .url(origin.url() + "/x")
              .header(name, header.substring(name.length() + 2))
              .header("X-Gone", "1")
              .build();

      backend.newCall(request).execute().close();

      assertThat(origin.requests().get(0).headers(name))
          .isSubsetOf("Keep-Alive"); // OkHttp's own, on Connection.
      assertThat(origin.requests().get(0).header("X-Gone").isPresent())
          .isEqualTo(!name.equals("Connection"));
    }
  }
}
