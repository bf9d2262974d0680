package io.forebay.benchmarks.pieces;

import com.sun.management.OperatingSystemMXBean;
import io.forebay.Backend;
import io.forebay.BackendRegistry;
import io.forebay.config.Definitions;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.Locale;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;

/**
 * What a registry of many backends costs: reading it, and keeping those that nobody uses. Start it
 * by {@code benchmarks/registry}, which measures each in a fresh JVM: what counts is the first
 * time.
 */
public final class ManyBackends {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private ManyBackends() {}

  /**
   * Measures one thing once.
   *
   * @param arguments what: {@code yaml}, {@code json}, {@code events} (the YAML engine alone, over
   *     the same text), or {@code memory}; and of how many backends, default 10000
   */
  @SuppressWarnings("SystemOut") // The line is what it is for.
  public static void main(String[] arguments) {
    int backends = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
    System.out.println(
        switch (arguments[0]) {
          case "yaml" -> read("YAML", yaml(backends));
          case "json" -> read("JSON", json(backends));
          case "events" -> events(yaml(backends));
          default -> memory(backends);
        });
  }

  private static String read(String language, String text) {
    return timed(language, text, () -> Definitions.read(text).backends().size());
  }

  private static String events(String text) {
    return timed(
        "YAML's engine",
        text,
        () -> {
          int count = 0;
          Iterator<Event> events =
              new Parse(LoadSettings.builder().build()).parseString(text).iterator();
          while (events.hasNext()) {
            count += events.next().getEventId() == Event.ID.MappingStart ? 1 : 0;
          }
          return count;
        });
  }

  /** Work that says how many it met. */
  private interface Work {
    int run();
  }

  private static String timed(String what, String text, Work work) {
    long thread = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long process = SYSTEM.getProcessCpuTime();
    long wall = System.nanoTime();
    int met = work.run();
    return String.format(
        Locale.ROOT,
        "%-14s %,9d bytes %,7d mappings  %5d ms; processor: %5d ms of the thread, %5d of the JVM",
        what,
        text.length(),
        met,
        (System.nanoTime() - wall) / 1_000_000,
        (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - thread) / 1_000_000,
        (SYSTEM.getProcessCpuTime() - process) / 1_000_000);
  }

  private static String memory(int backends) {
    try (BackendRegistry warm = Definitions.read(yaml(10)).open()) {
      long before = used();
      try (BackendRegistry registry = Definitions.read(yaml(backends)).open()) {
        long unused = used() - before;
        Backend last = warm.backend("service-1");
        for (String label : registry.labels()) {
          last = registry.backend(label);
        }
        return String.format(
            Locale.ROOT,
            "%-14s %,d bytes for each of %,d backends; %,d once each was looked up (%s)",
            "unused",
            unused / backends,
            backends,
            (used() - before) / backends,
            last.label());
      }
    }
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static String yaml(int backends) {
    StringBuilder text = new StringBuilder("backends:\n");
    for (int i = 0; i < backends; i++) {
      String name = "service-" + i;
      text.append("  ").append(name).append(":\n");
      text.append("    origin: http://").append(name).append(".internal.example:8080\n");
      text.append("    connect_timeout: 2s\n    ttfb_timeout: 10s\n    max_connections: 50\n");
      text.append("    set_request_headers:\n      X-Service: ").append(name).append('\n');
    }
    return text.toString();
  }

  private static String json(int backends) {
    StringBuilder text = new StringBuilder("{\"backends\": {");
    for (int i = 0; i < backends; i++) {
      String name = "service-" + i;
      text.append(i == 0 ? "\n" : ",\n").append("  \"").append(name).append("\": {\n");
      text.append("    \"origin\": \"http://").append(name).append(".internal.example:8080\",\n");
      text.append("    \"connect_timeout\": \"2s\",\n    \"ttfb_timeout\": \"10s\",\n");
      text.append("    \"max_connections\": 50,\n");
      text.append("    \"set_request_headers\": {\"X-Service\": \"").append(name).append("\"}}");
    }
    return text.append("}}").toString();
  }
}
