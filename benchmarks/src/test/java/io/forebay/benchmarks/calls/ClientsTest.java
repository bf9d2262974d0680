package io.forebay.benchmarks.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.benchmarks.calls.clients.AsyncClient;
import io.forebay.benchmarks.calls.clients.Catalog;
import io.forebay.benchmarks.calls.clients.Client;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every client really makes the calls that it is measured by. */
class ClientsTest {
  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
  private PlainServer origin;

  @BeforeEach
  void start() throws IOException {
    origin = new PlainServer(0, heads::add);
  }

  @AfterEach
  void stop() throws IOException {
    origin.close();
  }

  @ParameterizedTest
  @EnumSource
  void blockingCallsBringTheBody(Catalog entry) throws Exception {
    try (Client client = entry.open(origin.url())) {
      assertThat(client.get(Work.GET.path())).matches(Work.GET::expects);
      assertThat(client.post(Work.POST.path(), Work.ORDER)).matches(Work.POST::expects);
      assertThat(client.get(Work.GET.path())).matches(Work.GET::expects);
    }
    assertThat(heads)
        .anySatisfy(head -> assertThat(head).startsWith("POST ").containsIgnoringCase("json"))
        .filteredOn(head -> head.startsWith("GET ") && head.contains(Work.GET.path()))
        .hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void asynchronousCallsBringTheBody(Catalog entry) throws Exception {
    try (Client client = entry.open(origin.url())) {
      assertThat(client instanceof AsyncClient).isEqualTo(entry.async());
      if (client instanceof AsyncClient async) {
        assertThat(async.getAsync(Work.GET.path()).get(30, TimeUnit.SECONDS))
            .matches(Work.ASYNC_GET::expects);
        assertThat(async.postAsync(Work.POST.path(), Work.ORDER).get(30, TimeUnit.SECONDS))
            .matches(Work.ASYNC_POST::expects);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherStatusThan200IsAFailure(Catalog entry) {
    try (Client client = entry.open(origin.url())) {
      assertThatThrownBy(() -> client.get("/nothing")).isInstanceOf(Exception.class);
      if (client instanceof AsyncClient async) {
        assertThat(async.getAsync("/nothing")).failsWithin(Duration.ofSeconds(30));
      }
    }
  }

  @Test
  void everyFeatureOfForebayIsSeenByTheOrigin() throws Exception {
    try (Client client = Catalog.FOREBAY_FULL.open(origin.url())) {
      client.get(Work.GET.path());

      assertThat(head("GET /v1"))
          .startsWith("GET /v1/item?locale=en&page=1 HTTP/1.1")
          .contains("X-Tenant: acme", "X-Method: GET", "X-Trace: on", "Authorization: Basic ");
      assertThat(head("GET /health")).contains("HTTP/1.1");
    }
  }

  /** The next head that starts so. */
  private String head(String start) throws InterruptedException {
    List<String> others = new ArrayList<>();
    for (String head = next(); ; head = next()) {
      if (head.startsWith(start)) {
        heads.addAll(others);
        return head;
      }
      others.add(head);
    }
  }

  private String next() throws InterruptedException {
    String head = heads.poll(20, TimeUnit.SECONDS);
    assertThat(head).isNotNull();
    return head;
  }
}
