package io.forebay.config.internal.krakend;

import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.tree.Node;
import io.forebay.spec.BackendSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the whole file. Used once, by one thread. */
final class RootReader {
  private static final int VERSION = 3;
  private static final String DEFAULTS =
      "what this language has no word for keeps the defaults here: at most 100 connections an"
          + " origin, 60 s of silence inside a response, retries and outlier detection where there"
          + " are several hosts; redirects are not followed, and no proxy variables are read";

  private final Report report;
  private final Labels labels;

  RootReader(Report report) {
    this.report = report;
    this.labels = new Labels(report);
  }

  Carried read(Node.Mapping mapping) {
    Map<String, BackendSpec> backends = new LinkedHashMap<>();
    if (isBackend(mapping)) {
      report.note(mapping.at(), "$", "a backend alone; read as that of an endpoint '/'");
      backend(mapping).ifPresent(spec -> backends.put(spec.label(), spec));
    } else {
      Fields root = Fields.of(mapping, "$", Words.ROOT, report);
      checkVersion(root);
      Shared shared = SharedReader.read(root);
      for (BackendSpec spec : endpoints(root, shared)) {
        backends.put(spec.label(), spec);
      }
    }
    report.findings().throwIfAny();
    if (!backends.isEmpty()) {
      report.note(mapping.at(), "$", DEFAULTS);
    }
    return new Carried(backends, Map.of(), report.notes().list());
  }

  private static boolean isBackend(Node.Mapping mapping) {
    return mapping.entries().containsKey("url_pattern")
        && !mapping.entries().containsKey("endpoints");
  }

  private Optional<BackendSpec> backend(Node.Mapping mapping) {
    Fields root =
        Fields.of(new Node.Mapping(mapping.at(), Map.of(), List.of()), "$", Words.ROOT, report);
    Shared shared = SharedReader.read(root);
    EndpointFacts alone = EndpointFacts.none(shared.timeout());
    BackendReader reader = new BackendReader(report, shared, alone);
    return reader.read(
        mapping, "$", labels.of(mapping, "$", labels.derived("/", alone.method(), 0, 1)));
  }

  private void checkVersion(Fields root) {
    if (!root.given("version")) {
      report.note(root.at(), "$.version", "missing; read as 3, where KrakenD refuses the file");
      return;
    }
    if (root.entry("version").isPresent() && root.number("version") != VERSION) {
      throw report
          .findings()
          .fatal(
              root.at("version"),
              "$.version: unsupported version "
                  + root.number("version")
                  + " (expected: "
                  + VERSION
                  + ")");
    }
  }

  private List<BackendSpec> endpoints(Fields root, Shared shared) {
    List<Node> items = root.items("endpoints");
    if (items.isEmpty()) {
      report.note(root.at("endpoints"), "$.endpoints", "none; nothing is defined");
    }
    EndpointReader reader = new EndpointReader(report, shared, labels);
    for (int i = 0; i < items.size(); i++) {
      reader.read(items.get(i), "$.endpoints[" + i + "]");
    }
    return reader.backends();
  }
}
