package io.forebay.cli.engine;

import io.forebay.health.HealthState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A verdict that changed, or the first one. Immutable.
 *
 * @param backend the backend's label
 * @param origin the origin's URL
 * @param state the verdict
 * @param at since listening began
 */
public record HealthTransition(String backend, String origin, HealthState state, Duration at) {

  /** The transition on one line of JSON, without the line break. */
  public String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", backend);
    json.put("origin", origin);
    json.put("state", state.status().text());
    json.put("healthy", state.healthy());
    json.put("error", state.error());
    json.put("at_ms", Json.millis(at));
    return Json.line(json);
  }
}
