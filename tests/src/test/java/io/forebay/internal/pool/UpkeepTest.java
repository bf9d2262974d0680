package io.forebay.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way into OkHttp and the public way are held to the same. */
class UpkeepTest {

  /** How the pool is made. */
  enum Way {
    INTERNAL,
    PUBLIC;

    Upkeep upkeep(int maxIdle, Duration keepalive, boolean bounded) {
      Optional<OkHttpInternals> internals =
          this == INTERNAL ? OkHttpInternals.FOUND : Optional.empty();
      return Upkeep.of(internals, maxIdle, keepalive.toNanos(), bounded);
    }
  }

  @Test
  void internalsOfThisVersionAreFound() {
    assertThat(OkHttpInternals.FOUND).isPresent();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void connectionIsReusedUntilItsKeepaliveHasPassed(Way way) throws Exception {
    Upkeep upkeep = way.upkeep(5, Duration.ofMillis(400), true);
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"))) {
      OkHttpClient client = client(upkeep);
      call(client, origin);
      call(client, origin);

      assertThat(origin.connectionsAccepted()).isEqualTo(1);
      Waiting.until("the connection is closed", () -> upkeep.pool().connectionCount() == 0);
      Waiting.until("the origin sees it", () -> origin.openConnections() == 0);
      call(client, origin);
      assertThat(origin.connectionsAccepted()).isEqualTo(2);
      Waiting.until("so is the next", () -> upkeep.pool().connectionCount() == 0);
    } finally {
      upkeep.stop();
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void unboundedPoolClosesWhatIsIdleBeyondItsNumber(Way way) throws Exception {
    Upkeep upkeep = way.upkeep(1, Duration.ofMinutes(5), false);
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"))) {
      OkHttpClient client = client(upkeep);
      try (Response first = client.newCall(request(origin)).execute();
          Response second = client.newCall(request(origin)).execute()) {
        assertThat(upkeep.pool().connectionCount()).isEqualTo(2);
      }

      Waiting.until("one stays", () -> upkeep.pool().connectionCount() == 1);
      upkeep.pool().evictAll();
      assertThat(upkeep.pool().connectionCount()).isZero();
    } finally {
      upkeep.stop();
    }
  }

  @Test
  void callsOverAConnectionWakeNoThreadOfOkHttp() throws Exception {
    Upkeep upkeep = Way.INTERNAL.upkeep(5, Duration.ofMinutes(5), true);
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"))) {
      OkHttpClient client = client(upkeep);
      for (int i = 0; i < 50; i++) {
        call(client, origin);
      }

      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().contains("ConnectionPool connection closer"));
      upkeep.pool().evictAll();
    } finally {
      upkeep.stop();
    }
  }

  private static OkHttpClient client(Upkeep upkeep) {
    EventListener listener =
        new EventListener() {
          @Override
          public void connectionAcquired(Call call, Connection connection) {
            upkeep.made();
          }
        };
    return new OkHttpClient.Builder()
        .connectionPool(upkeep.pool())
        .eventListener(listener)
        .callTimeout(20, TimeUnit.SECONDS)
        .build();
  }

  private static Request request(MisbehavingOrigin origin) {
    return new Request.Builder().url(origin.url() + "/x").build();
  }

  private static void call(OkHttpClient client, MisbehavingOrigin origin) throws Exception {
    try (Response response = client.newCall(request(origin)).execute()) {
      assertThat(response.body().string()).isEqualTo("ok");
    }
  }
}
