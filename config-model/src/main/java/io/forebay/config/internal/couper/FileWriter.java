package io.forebay.config.internal.couper;

import io.forebay.config.NamedRefinement;
import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Written;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.Refinement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes one file: the backends as {@code definitions}, and each refinement in an endpoint of its
 * label.
 */
final class FileWriter {
  private final Carried definitions;
  private final ProxySpec usualProxy;
  private final HclText out = new HclText();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, String> labels = new LinkedHashMap<>();

  FileWriter(Carried definitions) {
    this.definitions = definitions;
    Set<ProxySpec> proxies = new HashSet<>();
    definitions.backends().values().forEach(spec -> proxies.add(spec.transport().proxy()));
    boolean direct =
        proxies.contains(ProxySpec.DIRECT) && !proxies.contains(new ProxySpec.Environment());
    this.usualProxy = direct ? ProxySpec.DIRECT : new ProxySpec.Environment();
  }

  Written written() {
    label();
    if (usualProxy.equals(ProxySpec.DIRECT)) {
      out.open("settings");
      out.attribute("no_proxy_from_env", "true");
      out.close();
    }
    Map<String, NamedRefinement> used = new LinkedHashMap<>(definitions.refinements());
    used.keySet().removeAll(asked());
    if (!used.isEmpty()) {
      out.open("server");
      used.forEach(this::refinement);
      out.close();
    }
    out.open("definitions");
    definitions.backends().values().forEach(this::backend);
    out.close();
    return new Written(out.toString(), notes);
  }

  /** Gives each backend a label that Couper takes. */
  private void label() {
    Set<String> taken = new HashSet<>(definitions.backends().keySet());
    for (String label : definitions.backends().keySet()) {
      String fitting = label;
      if (BackendLabels.problem(label).isPresent()) {
        String start = label.replaceAll("[^A-Za-z0-9_]", "_");
        fitting = start;
        for (int i = 1; !taken.add(fitting); i++) {
          fitting = start + "_" + i;
        }
        notes.add(label + ": label: becomes '" + fitting + "'");
      }
      labels.put(label, fitting);
    }
  }

  private void backend(BackendSpec spec) {
    out.open("backend \"" + labels.get(spec.label()) + "\"");
    new BackendWriter(
            spec, usualProxy, out, note -> notes.add(spec.label() + ": " + note), new Others())
        .body();
    out.close();
  }

  /** Who is asked for tokens: refinements among them are written where they are asked. */
  private Set<String> asked() {
    Set<String> asked = new HashSet<>();
    for (BackendSpec spec : definitions.backends().values()) {
      spec.tokens().endpoints().forEach(endpoint -> endpoint.label().ifPresent(asked::add));
    }
    return asked;
  }

  /** The backends and refinements that may be asked for tokens. */
  private final class Others implements TokenWriter.Others {
    @Override
    public Optional<String> label(String backend) {
      return Optional.ofNullable(labels.get(backend));
    }

    @Override
    public void refine(String refinement) {
      NamedRefinement named = definitions.refinements().get(refinement);
      if (named == null) {
        notes.add(refinement + ": backend: left out, as it is not defined");
      } else {
        refined(refinement, named, false);
      }
    }
  }

  private void refinement(String label, NamedRefinement named) {
    out.open("endpoint \"/" + label + "\"");
    out.open("proxy");
    refined(label, named, true);
    out.close();
    out.close();
  }

  /** A refinement; {@code proxied}: of a {@code proxy}, which says what status it expects. */
  private void refined(String label, NamedRefinement named, boolean proxied) {
    String of = named.of();
    Refinement manners = named.manners();
    Set<String> seen = new HashSet<>();
    NamedRefinement next = definitions.refinements().get(of);
    while (next != null && seen.add(of)) {
      manners = next.manners().then(manners);
      of = next.of();
      next = definitions.refinements().get(of);
    }
    BackendSpec spec = definitions.backends().get(of);
    if (spec == null) {
      notes.add(label + ": refinement: left out, as '" + of + "' is not defined");
      return;
    }
    if (!of.equals(named.of())) {
      notes.add(label + ": refinement: of '" + of + "' now, with what '" + named.of() + "' says");
    }
    if (proxied) {
      boolean said = manners.attributes().contains(ExchangeAttribute.EXPECTED_STATUS);
      ExpectedStatus.write(manners.appliedTo(spec.exchange()), said, out);
    }
    out.open("backend \"" + labels.get(of) + "\"");
    attributes(label, manners, spec, proxied);
    out.close();
  }

  private void attributes(String label, Refinement manners, BackendSpec of, boolean proxied) {
    ExchangeSpec refined = manners.appliedTo(ExchangeSpec.DEFAULT);
    ExchangeWriter writer = new ExchangeWriter(out, note -> notes.add(label + ": " + note));
    boolean permitFollows =
        of.transport().pool().maxConnections() > 0
            && manners.attributes().contains(ExchangeAttribute.TIMEOUT)
            && refined
                .timeouts()
                .permit()
                .equals(ExchangeAttributes.permit(refined.timeouts().total()));
    for (ExchangeAttribute<?> attribute : ExchangeAttribute.all()) {
      boolean written = proxied && attribute.equals(ExchangeAttribute.EXPECTED_STATUS);
      if (written || !manners.attributes().contains(attribute)) {
        continue;
      }
      if (attribute.equals(ExchangeAttribute.OVERRIDE_HOST)) {
        out.attribute("hostname", HclText.quoted(refined.host().orElse("")));
      } else if (!attribute.equals(ExchangeAttribute.PERMIT_TIMEOUT) || !permitFollows) {
        writer.write(attribute.key(), attribute.of(refined));
      }
    }
  }
}
