package io.forebay.config.internal.krakend;

import io.forebay.config.DefinitionException;
import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Written;
import io.forebay.config.internal.tree.JsonText;
import io.forebay.config.internal.tree.Source;
import io.forebay.spec.BackendSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes each backend as an endpoint with one backend, which hands everything on as it comes. What
 * was written is read again, and what then is another is noted: so nothing is lost in silence. Used
 * once.
 */
final class KrakendWriter {
  private static final String SCHEMA = "https://www.krakend.io/schema/v2.3/krakend.json";

  private final Carried definitions;
  private final List<String> notes = new ArrayList<>();

  KrakendWriter(Carried definitions) {
    this.definitions = definitions;
  }

  Written write() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", SCHEMA);
    root.put("version", 3);
    List<BackendSpec> backends = List.copyOf(definitions.backends().values());
    CommonWriter common = new CommonWriter(backends);
    common.addTo(root);
    List<Object> endpoints = new ArrayList<>();
    backends.forEach(spec -> endpoints.add(endpoint(spec, common)));
    root.put("endpoints", endpoints);
    String text = JsonText.of(root);
    noteLosses(text);
    return new Written(text, notes);
  }

  private void noteLosses(String text) {
    if (!definitions.backends().isEmpty()) {
      notes.add("endpoints: each answers to GET only (expected: another for each other method)");
    }
    Map<String, BackendSpec> read = read(text);
    for (BackendSpec spec : definitions.backends().values()) {
      BackendSpec back = read.get(spec.label());
      if (back == null) {
        throw new IllegalStateException("backend '" + spec.label() + "': lost when written");
      }
      Losses.between(spec, back).forEach(loss -> note(spec, loss));
    }
    for (String label : definitions.refinements().keySet()) {
      notes.add("refinement '" + label + "': KrakenD has none; not written");
    }
  }

  private static Map<String, BackendSpec> read(String text) {
    try {
      return new KrakendDialect()
          .read(Source.of(text, "(written)"), name -> Optional.empty())
          .backends();
    } catch (DefinitionException e) {
      // Only what no backend could be opened with gets here, such as a host with a blank.
      throw new IllegalStateException("no text can say it: " + e.getMessage(), e);
    }
  }

  private void note(BackendSpec spec, String what) {
    notes.add("backend '" + spec.label() + "': " + what);
  }

  private Map<String, Object> endpoint(BackendSpec spec, CommonWriter common) {
    PatternWriter pattern = PatternWriter.of(spec.exchange());
    pattern.notes().forEach(what -> note(spec, what));
    String path = path(spec.label(), pattern);
    Map<String, Object> endpoint = new LinkedHashMap<>();
    endpoint.put("endpoint", path);
    endpoint.put("timeout", CommonWriter.timeout(spec));
    endpoint.put("output_encoding", "no-op");
    endpoint.put("input_headers", List.of("*"));
    endpoint.put("input_query_strings", List.of("*"));
    Map<String, Object> backend = new LinkedHashMap<>();
    if (!Labels.fromPath(path).equals(spec.label())) {
      backend.put(Labels.KEY, spec.label());
    }
    HostsWriter.add(spec, backend);
    backend.put("url_pattern", pattern.text());
    backend.put("encoding", "no-op");
    Map<String, Object> extra = extra(spec, common);
    if (!extra.isEmpty()) {
      backend.put("extra_config", extra);
    }
    endpoint.put("backend", List.of(backend));
    return endpoint;
  }

  /** KrakenD keeps names that start with two underscores for itself. */
  private static String path(String label, PatternWriter pattern) {
    StringBuilder path = new StringBuilder(label.startsWith("__") ? "/-/" : "/").append(label);
    pattern.parameters().forEach(name -> path.append("/{").append(name).append('}'));
    return path.toString();
  }

  private Map<String, Object> extra(BackendSpec spec, CommonWriter common) {
    Map<String, Object> extra = new LinkedHashMap<>();
    spec.limits()
        .breaker()
        .flatMap(BreakerWords::written)
        .ifPresent(tree -> extra.put(Namespaces.BREAKER, tree));
    RateWords.written(spec.limits().throttles())
        .ifPresent(tree -> extra.put(Namespaces.RATE, tree));
    Map<String, Object> client = common.client(spec);
    if (!client.isEmpty()) {
      note(spec, "tls, proxy: written as " + Namespaces.CLIENT + ", which is Enterprise in 2.3");
      extra.put(Namespaces.CLIENT, client);
    }
    return extra;
  }
}
