package io.forebay.quickstart;

import io.forebay.Backend;
import io.forebay.ManagedBackend;
import java.io.IOException;
import java.time.Duration;
import okhttp3.Response;

/** Other manners over the same pool: for a kind of call, or for one call. */
final class Refining implements Recipe {

  @Override
  public String title() {
    return "The same backend with other manners";
  }

  @Override
  public void cook(Origins origins, Timeline timeline) throws IOException {
    try (ManagedBackend users = Backend.builder("users").origin(origins.users().url()).build()) {
      Backend admin = users.refine(r -> r.path("/admin/**").timeout(Duration.ofSeconds(90)));
      try (Response response = users.get("/roles").send()) {
        timeline.answered("GET /roles", response, "as it is");
        Expect.that("body", response.body().string(), "GET /roles");
      }
      try (Response response = admin.get("/roles").send()) {
        timeline.answered("GET /roles", response, "refined: asked below /admin, may take 90 s");
        Expect.that("body", response.body().string(), "GET /admin/roles");
      }
      Expect.that("open connections of both", users.stats().open(), 1);
      timeline.happened("both shared a connection", "a refinement never splits the pool");
    }
  }
}
