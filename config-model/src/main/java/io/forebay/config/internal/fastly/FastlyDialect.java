package io.forebay.config.internal.fastly;

import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Dialect;
import io.forebay.config.internal.dialect.Notes;
import io.forebay.config.internal.dialect.Written;
import io.forebay.config.internal.tree.Findings;
import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Position;
import io.forebay.config.internal.tree.Source;
import io.forebay.config.internal.tree.TreeReader;
import io.forebay.spec.BackendSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Fastly's API in JSON. Each backend keeps its name; those that are balanced automatically also
 * become one backend with several origins, called as in the VCL that Fastly generates, {@code
 * autodirector_}; and so does each director. Immutable.
 */
public final class FastlyDialect implements Dialect {
  private static final int LOOKED_AT = 64 * 1024;

  // Keys that no other language of ours has, and a version's list of backends.
  private static final Pattern MARK =
      Pattern.compile(
          "\"(?:service_id|check_interval|use_ssl|auto_loadbalance|request_condition"
              + "|first_byte_timeout|max_conn|ssl_check_cert|ssl_cert_hostname|ssl_sni_hostname"
              + "|healthchecks?|director_name|address)\"\\s*:|\"backends\"\\s*:\\s*\\[");
  // Our own form, and KrakenD's.
  private static final Pattern OTHERS =
      Pattern.compile("\"(?:forebay|endpoints)\"\\s*:|\"backends\"\\s*:\\s*\\{");

  /** Knows the language. */
  public FastlyDialect() {}

  @Override
  public String name() {
    return "fastly";
  }

  @Override
  public boolean recognises(Source source) {
    String text = source.text();
    String head = text.substring(0, Math.min(text.length(), LOOKED_AT)).stripLeading();
    head = head.startsWith("\ufeff") ? head.substring(1).stripLeading() : head;
    return (head.startsWith("{") || head.startsWith("["))
        && MARK.matcher(head).find()
        && !OTHERS.matcher(head).find();
  }

  @Override
  public Carried read(Source source, Function<String, Optional<String>> environment) {
    Findings findings = new Findings(source.name());
    Report report = new Report(findings, new Notes(source.name()));
    // The ending makes it JSON, whatever the text is called.
    Source json = new Source(source.name() + ".json", source.text(), source.directory());
    Node root =
        TreeReader.read(json, findings)
            .orElseThrow(() -> findings.fatal(Position.START, "empty (expected: JSON)"));
    Map<String, BackendSpec> backends =
        backends(Contents.of(root, report), report, new References(environment));
    findings.throwIfAny();
    return new Carried(backends, Map.of(), report.notes().list());
  }

  private static Map<String, BackendSpec> backends(
      Contents contents, Report report, References references) {
    Named named = new Named(contents, report);
    Labelling labels = new Labelling();
    Map<String, Member> members = new LinkedHashMap<>();
    for (Node.Mapping object : contents.of(Kind.BACKEND)) {
      Fields fields = Fields.named(object, "backend", report);
      new BackendReader(fields, named, references)
          .read(labels)
          .ifPresent(member -> members.put(member.name(), member));
    }
    named.finish();
    Map<String, BackendSpec> specs = new LinkedHashMap<>();
    members.values().forEach(member -> specs.put(member.spec().label(), member.spec()));
    addDirectors(contents, members, labels, report, specs);
    addAutomatic(members, labels, specs);
    return specs;
  }

  private static void addDirectors(
      Contents contents,
      Map<String, Member> members,
      Labelling labels,
      Report report,
      Map<String, BackendSpec> specs) {
    List<Node.Mapping> directors = contents.of(Kind.DIRECTOR);
    Set<String> names =
        directors.stream()
            .flatMap(object -> Fields.givenName(object).stream())
            .collect(Collectors.toSet());
    Map<String, Set<String>> related = Relations.read(contents.of(Kind.RELATION), names, report);
    // A backend that could not be read is a finding already.
    boolean complete = members.size() == contents.of(Kind.BACKEND).size();
    for (Node.Mapping object : directors) {
      Fields fields = Fields.named(object, "director", report);
      new DirectorReader(fields, members, complete)
          .read(labels, related)
          .ifPresent(spec -> specs.put(spec.label(), spec));
    }
  }

  private static void addAutomatic(
      Map<String, Member> members, Labelling labels, Map<String, BackendSpec> specs) {
    List<Member> balanced = members.values().stream().filter(Member::balanced).toList();
    if (balanced.size() < 2) {
      return;
    }
    labels
        .director(Groups.AUTO, balanced.get(0).fields())
        .map(label -> Groups.auto(label, balanced))
        .ifPresent(spec -> specs.put(spec.label(), spec));
  }

  @Override
  public Written write(Carried definitions) {
    return new VersionWriter().write(definitions);
  }
}
