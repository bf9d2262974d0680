package io.forebay.config.internal.vcl;

import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Notes;
import io.forebay.config.internal.tree.Findings;
import io.forebay.config.internal.tree.Position;
import io.forebay.config.internal.tree.Shown;
import io.forebay.config.internal.tree.Source;
import io.forebay.spec.BackendSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one text. Not thread-safe. */
final class VclReader {
  private static final int MOST = 8 * 1024 * 1024;

  private final Findings findings;
  private final Notes notes;
  private final Map<String, Position> names = new HashMap<>();
  private final Map<String, String> labels = new HashMap<>();
  private final Map<String, Optional<BackendSpec>> backends = new HashMap<>();
  private final Map<String, BackendSpec> directors = new HashMap<>();

  /** The director that has a backend's origin among its own. */
  private final Map<String, String> members = new HashMap<>();

  private VclReader(Source source) {
    this.findings = new Findings(source.name());
    this.notes = new Notes(source.name());
  }

  static Carried read(Source source) {
    VclReader reader = new VclReader(source);
    if (source.text().length() > MOST) {
      throw reader.findings.fatal(
          Position.START,
          "too long: " + source.text().length() + " characters (expected: at most " + MOST + ")");
    }
    return reader.carried(new Parser(source.text(), reader.findings, reader.notes).declarations());
  }

  private Carried carried(List<Declaration> declarations) {
    List<Declaration> unique = declarations.stream().filter(this::isFirst).toList();
    label(unique);
    BackendReader ofBackends = new BackendReader(findings, notes);
    for (Declaration declaration : unique) {
      if (!declaration.director()) {
        String label = labels.getOrDefault(declaration.name(), "");
        backends.put(declaration.name(), ofBackends.read(declaration, label));
      }
    }
    readDirectors(unique.stream().filter(Declaration::director).toList());
    findings.throwIfAny();
    return new Carried(inOrder(unique), Map.of(), notes.list());
  }

  private boolean isFirst(Declaration declaration) {
    Position first = names.putIfAbsent(declaration.name(), declaration.at());
    if (first != null) {
      findings.add(
          declaration.at(),
          () -> declaration.where() + ": declared before at " + first + " (expected: once)");
    }
    return first == null;
  }

  /** First those that stay as they are, so that no other takes their label. */
  private void label(List<Declaration> declarations) {
    Names given = new Names();
    for (Declaration declaration : declarations) {
      given.keep(declaration.name()).ifPresent(label -> labels.put(declaration.name(), label));
    }
    for (Declaration declaration : declarations) {
      if (!labels.containsKey(declaration.name())) {
        String label = given.label(declaration.name());
        labels.put(declaration.name(), label);
        notes.add(
            declaration.at(),
            Shown.of(declaration.where()) + ": called '" + label + "', as that is no label");
      }
    }
  }

  private void readDirectors(List<Declaration> declarations) {
    Set<String> all = new HashSet<>();
    declarations.forEach(declaration -> all.add(declaration.name()));
    DirectorReader reader = new DirectorReader(backends, all, findings, notes);
    for (Declaration declaration : declarations) {
      String label = labels.getOrDefault(declaration.name(), "");
      reader
          .read(declaration, label)
          .ifPresent(
              spec -> {
                directors.put(declaration.name(), spec);
                declaration.members().forEach(member -> memberOf(declaration, member));
              });
    }
  }

  private void memberOf(Declaration director, Given.Block member) {
    for (Property property : member.properties()) {
      if (property.given() instanceof Given.Word word && property.name().equals("backend")) {
        members.putIfAbsent(word.text(), director.name());
      }
    }
  }

  private Map<String, BackendSpec> inOrder(List<Declaration> declarations) {
    Map<String, BackendSpec> all = new LinkedHashMap<>();
    for (Declaration declaration : declarations) {
      String director = members.get(declaration.name());
      if (director != null) {
        notes.add(
            declaration.at(),
            declaration.where() + ": an origin of '" + director + "', and no backend of its own");
        continue;
      }
      Optional<BackendSpec> spec =
          declaration.director()
              ? Optional.ofNullable(directors.get(declaration.name()))
              : backends.getOrDefault(declaration.name(), Optional.empty());
      spec.ifPresent(known -> all.put(known.label(), known));
    }
    return all;
  }
}
