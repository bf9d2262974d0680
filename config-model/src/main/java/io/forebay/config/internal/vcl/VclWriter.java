package io.forebay.config.internal.vcl;

import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Written;
import io.forebay.config.internal.tree.Source;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Balance;
import io.forebay.spec.Origins;
import io.forebay.spec.RetrySpec;
import io.forebay.spec.Routing;
import io.forebay.spec.WeightedOrigin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes definitions. Then reads its own text and notes all that is not as it was, so that no
 * setting can be forgotten. Not thread-safe.
 */
final class VclWriter {
  private final Carried definitions;
  private final Names names = new Names();
  private final StringBuilder text = new StringBuilder();
  private final List<String> notes = new ArrayList<>();

  /** The names by label; at first of those that stay as they are. */
  private final Map<String, String> kept = new LinkedHashMap<>();

  /** The same of those that were written. */
  private final Map<String, String> written = new LinkedHashMap<>();

  VclWriter(Carried definitions) {
    this.definitions = definitions;
  }

  Written written() {
    for (String label : definitions.backends().keySet()) {
      names.keepName(label).ifPresent(name -> kept.put(label, name));
    }
    definitions.backends().values().forEach(this::write);
    Map<String, BackendSpec> again =
        VclReader.read(Source.of(text.toString(), "written.vcl")).backends();
    written.forEach((label, name) -> compare(label, name, again));
    for (String label : definitions.refinements().keySet()) {
      notes.add("refinement '" + label + "': left out, as VCL has none");
    }
    return new Written(text.toString(), notes);
  }

  private void write(BackendSpec spec) {
    if (!(spec.transport().origins() instanceof Origins.Listed listed)) {
      note(spec.label(), "left out, as VCL cannot say how its origins are found");
      return;
    }
    Optional<WeightedOrigin> odd =
        listed.members().stream()
            .filter(member -> HostNames.problem(member.origin().host()).isPresent())
            .findFirst();
    if (odd.isPresent()) {
      note(spec.label(), "left out, as VCL takes no such host: " + odd.get().origin());
      return;
    }
    String name = kept.computeIfAbsent(spec.label(), names::name);
    written.put(spec.label(), name);
    boolean plain =
        listed.lone()
            && listed.members().get(0).weight() == 1
            && spec.routing().equals(Routing.DEFAULT);
    text.append(text.isEmpty() ? "" : "\n");
    if (plain) {
      text.append(BackendText.of(name, spec, listed.first()));
    } else {
      writeDirector(name, spec, listed.members());
    }
  }

  private void writeDirector(String name, BackendSpec spec, List<WeightedOrigin> origins) {
    DirectorKind kind = DirectorKind.of(spec.routing().balancing().by());
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < origins.size(); i++) {
      WeightedOrigin origin = origins.get(i);
      String member = names.name(spec.label() + "_" + (i + 1));
      text.append(BackendText.of(member, spec, origin.origin())).append('\n');
      members.append("  { .backend = ").append(member).append(";");
      switch (kind.required()) {
        case "weight" -> members.append(" .weight = ").append(origin.weight()).append(";");
        case "id" -> members.append(" .id = ").append(Quoted.of(member)).append(";");
        default -> {}
      }
      members.append(" }\n");
    }
    text.append("director ").append(name).append(' ').append(kind.text()).append(" {\n");
    directorProperties(kind, spec, origins.size())
        .forEach((key, value) -> property(text, "  ", key, value));
    text.append(members).append("}\n");
  }

  private static Map<String, String> directorProperties(
      DirectorKind kind, BackendSpec spec, int origins) {
    Map<String, String> properties = new LinkedHashMap<>();
    Balance balance = spec.routing().balancing().by();
    if (balance instanceof Balance.Ring ring) {
      boolean client = ring.key().equals(Balance.Client.DEFAULT.key());
      properties.put("key", client ? "client" : "object");
      properties.put("vnodes_per_node", String.valueOf(ring.vnodes()));
    }
    int quorum = spec.routing().balancing().quorum();
    if (quorum > 0 && kind.properties().contains("quorum")) {
      properties.put("quorum", quorum + "%");
    }
    if (kind.properties().contains("retries") && origins > 1) {
      RetrySpec retries = spec.exchange().retries().orElse(RetrySpec.DEFAULT);
      properties.put("retries", String.valueOf(retries.attempts()));
    }
    return properties;
  }

  static void property(StringBuilder text, String indent, String key, String value) {
    text.append(indent).append('.').append(key).append(" = ").append(value).append(";\n");
  }

  private void compare(String label, String name, Map<String, BackendSpec> again) {
    BackendSpec spec = definitions.backends().get(label);
    BackendSpec found = again.get(name);
    if (!label.equals(name)) {
      note(label, "called '" + name + "', as that is no name in VCL, or taken");
    }
    if (spec == null || found == null) {
      return;
    }
    boolean checked = spec.health().isPresent() && found.health().isPresent();
    for (Setting setting : Settings.between(spec, found)) {
      if (checked || !setting.key().startsWith("health.")) {
        note(label, setting.key() + ": " + difference(setting, spec, found));
      }
    }
  }

  private static String difference(Setting setting, BackendSpec spec, BackendSpec found) {
    Optional<String> before = setting.shown(spec);
    Optional<String> after = setting.shown(found);
    return before.isPresent() && after.isPresent()
        ? "VCL cannot say " + before.get() + "; written and read as " + after.get()
        : "left out, as VCL cannot say it"
            + (setting.key().equals("tls.client_certificate")
                ? ", or only with the key in it"
                : "");
  }

  private void note(String label, String message) {
    notes.add("backend '" + label + "': " + message);
  }
}
