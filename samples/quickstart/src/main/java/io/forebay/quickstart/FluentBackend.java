package io.forebay.quickstart;

import io.forebay.Backend;
import io.forebay.ManagedBackend;
import java.io.IOException;
import java.time.Duration;
import okhttp3.Response;

/** A backend is a label, an origin, and manners that every exchange with it has. */
final class FluentBackend implements Recipe {

  @Override
  public String title() {
    return "One backend, defined in Java";
  }

  @Override
  public void cook(Origins origins, Timeline timeline) throws IOException {
    try (ManagedBackend users =
        Backend.builder("users")
            .origin(origins.users().url())
            .pathPrefix("/v2")
            .requestHeaders(headers -> headers.set("X-Tenant", "acme"))
            .queryParams(query -> query.add("locale", "en"))
            .connectTimeout(Duration.ofSeconds(2))
            .timeout(Duration.ofSeconds(30))
            .maxConnections(50)
            .build()) {
      firstCall(users, timeline);
      secondCall(users, timeline);
      notFound(users, timeline);
    }
  }

  private static void firstCall(Backend users, Timeline timeline) throws IOException {
    try (Response response = users.get("/users/{id}", "a b").send()) {
      timeline.answered("GET /users/{id}", response, "prefix, header and query added on the way");
      Expect.that("body", response.body().string(), "GET /v2/users/a%20b?locale=en for acme");
    }
  }

  private static void secondCall(Backend users, Timeline timeline) throws IOException {
    try (Response response = users.post("/users").body("text/plain", "Ada").send()) {
      timeline.answered("POST /users", response, "the same connection, back from the pool");
      Expect.that("status", response.code(), 200);
      response.body().bytes(); // Read to its end, it gives its connection back.
    }
    Expect.that("open connections", users.stats().open(), 1);
  }

  private static void notFound(Backend users, Timeline timeline) throws IOException {
    try (Response response = users.get("/missing").send()) {
      timeline.answered("GET /missing", response, "the origin's no is an answer, not an exception");
      Expect.that("status", response.code(), 404);
    }
  }
}
