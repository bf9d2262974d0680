package io.forebay.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.forebay.BackendRegistry;
import io.forebay.config.Definitions;
import java.io.IOException;
import java.io.InputStream;
import java.util.NoSuchElementException;
import java.util.Objects;
import okhttp3.Response;

/** The same in a file: backends and refinements by label, opened and closed together. */
final class BackendsFromText implements Recipe {

  @Override
  public String title() {
    return "Backends and a refinement from backends.yaml";
  }

  @Override
  public void cook(Origins origins, Timeline timeline) throws IOException {
    Definitions definitions = Definitions.read(text(origins), "backends.yaml");
    try (BackendRegistry registry = definitions.open()) {
      try (Response response =
          registry.backend("users").get("/users/42").with("tenant", "acme").send()) {
        timeline.answered("GET /users/42", response, "X-Tenant was filled in by this call");
        Expect.that("body", response.body().string(), "GET /v2/users/42 for acme");
      }
      try (Response response = registry.backend("orders_export").get("/2026").send()) {
        timeline.answered("GET /2026", response, "as orders_export: path /export/**");
        Expect.that("body", response.body().string(), "GET /export/2026");
      }
      misspelt(registry, timeline);
    }
  }

  private static void misspelt(BackendRegistry registry, Timeline timeline) {
    try {
      registry.backend("order");
      throw new IllegalStateException("there is a backend 'order'");
    } catch (NoSuchElementException e) {
      timeline.happened("a misspelt label", String.valueOf(e.getMessage()));
    }
  }

  /**
   * The file, with the ports of today. A file of yours names its origins, or says <code>
   * ${env:NAME}</code>; here the system has chosen the ports a moment ago.
   */
  private static String text(Origins origins) throws IOException {
    try (InputStream file = BackendsFromText.class.getResourceAsStream("backends.yaml")) {
      return new String(Objects.requireNonNull(file, "backends.yaml").readAllBytes(), UTF_8)
          .replace("@users@", origins.users().url())
          .replace("@orders@", origins.orders().url());
    }
  }
}
