package io.forebay.config.internal.couper;

import io.forebay.config.NamedRefinement;
import io.forebay.config.internal.couper.Block.Attribute;
import io.forebay.config.internal.couper.Block.Body;
import io.forebay.config.internal.couper.Uses.Named;
import io.forebay.config.internal.couper.Uses.Use;
import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.tree.Shown;
import io.forebay.config.internal.tree.Source;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.Refinement;
import io.forebay.spec.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one file: its definitions first, then what uses and refines them. */
final class FileReader {
  private static final Set<String> PARTS =
      Set.of(
          "server",
          "api",
          "endpoint",
          "proxy",
          "request",
          "error_handler",
          "sequence",
          "parallel",
          "oauth2",
          "beta_token_request",
          "jwt",
          "oidc",
          "beta_oauth2",
          "job",
          "beta_job");

  /** What may stand in no other block. */
  private static final Set<String> TOP =
      Stream.concat(PARTS.stream(), Stream.of("backend", "defaults", "definitions", "settings"))
          .collect(Collectors.toUnmodifiableSet());

  private final Source source;
  private final Report report;
  private final Variables variables;
  private final Evaluator evaluator;
  private final BackendLabels labels = new BackendLabels();
  private final Map<String, Block> definitions = new LinkedHashMap<>();
  private final Map<String, BackendSpec> backends = new LinkedHashMap<>();
  private final Map<String, NamedRefinement> refinements = new LinkedHashMap<>();
  private final Map<Integer, String> labelsOfUses = new HashMap<>(); // By where they start.
  private boolean proxyFromEnvironment = true;

  private FileReader(Source source, Function<String, Optional<String>> environment) {
    this.source = source;
    this.report = new Report(source.name(), source.text());
    this.variables = new Variables(environment, report);
    this.evaluator = new Evaluator(variables, report, "");
  }

  /**
   * Reads a file.
   *
   * @throws io.forebay.config.DefinitionException with everything that is wrong with it
   */
  static Carried read(Source source, Function<String, Optional<String>> environment) {
    FileReader reader = new FileReader(source, environment);
    reader.file(BodyParser.parse(source.text(), reader.report));
    return new Carried(reader.backends, reader.refinements, reader.report.finished());
  }

  private void file(Body body) {
    for (Attribute attribute : body.attributes().values()) {
      report.wrong(attribute.at(), () -> Schema.unsupportedArgument(attribute.name(), Set.of()));
    }
    List<Block> defining = new ArrayList<>();
    for (Block block : body.blocks()) {
      switch (block.type()) {
        case "definitions" -> defining.add(block);
        case "defaults" -> defaults(block);
        case "settings" -> settings(block);
        default -> part(block);
      }
    }
    // The whole file stands in a block without a name, as if it could use backends itself.
    Block whole = new Block(0, "", List.of(), body);
    defining.forEach(this::define);
    Uses uses = new Uses(evaluator);
    body.blocks().forEach(block -> top(block, whole, uses));
    build(uses);
    Cycles.check(uses.names(), uses.blocks(), definitions.keySet(), report);
  }

  private static void top(Block block, Block whole, Uses uses) {
    if (block.type().equals("backend")) {
      uses.blocks().add(new Use(block, List.of(whole)));
    }
    uses.collect(block, List.of());
  }

  private void part(Block block) {
    if (block.type().equals("server")) {
      report.note(block.at(), Shown.of(block.title()) + ": only its backends are read");
    } else if (PARTS.contains(block.type()) || block.type().equals("backend")) {
      String expected = block.type().equals("backend") ? "definitions" : "a server";
      report.note(block.at(), Shown.of(block.title()) + ": read as if it stood in " + expected);
    } else {
      report.wrong(block.at(), () -> Schema.unsupportedBlock(block.type(), TOP));
    }
  }

  private void settings(Block block) {
    for (Attribute attribute : block.body().attributes().values()) {
      Argument argument =
          new Argument("settings", attribute.name(), evaluator.known(attribute.value()), report);
      if (attribute.name().equals("no_proxy_from_env")) {
        proxyFromEnvironment = !argument.truth().orElse(!proxyFromEnvironment);
      } else {
        report.note(
            attribute.at(), "settings: " + attribute.name() + ": is no backend's: left out");
      }
    }
  }

  private void defaults(Block block) {
    Schema.check(block, "defaults", Set.of("environment_variables"), Set.of(), report);
    block.body().attribute("environment_variables").ifPresent(this::environmentVariables);
  }

  private void environmentVariables(Attribute attribute) {
    if (!(attribute.value() instanceof Expression.Mapping)) {
      report.wrong(attribute.at(), () -> "environment_variables: object type required");
      return;
    }
    Argument argument =
        new Argument("defaults", attribute.name(), evaluator.known(attribute.value()), report);
    for (Known.Field field : argument.tree().map(Known.Tree::fields).orElse(List.of())) {
      Optional<Template> text = argument.part(field.name(), field.value()).referring();
      text.ifPresent(found -> variables.setDefault(field.name(), found));
    }
  }

  private void define(Block block) {
    for (Block inner : block.body().blocks()) {
      if (inner.type().equals("backend")) {
        defineBackend(inner);
      } else {
        report.note(inner.at(), Shown.of(inner.title()) + ": only its backends are read");
      }
    }
    for (Attribute attribute : block.body().attributes().values()) {
      report.wrong(
          attribute.at(),
          () -> "definitions: " + Schema.unsupportedArgument(attribute.name(), Set.of()));
    }
  }

  private void defineBackend(Block block) {
    Optional<String> problem =
        block.label().isEmpty()
            ? Optional.of("missing label")
            : BackendLabels.problem(block.label().get());
    if (problem.isPresent()) {
      report.wrong(block.at(), () -> Shown.of(block.title()) + ": " + problem.get());
    } else if (labels.take(block.label().orElse(""))) {
      definitions.put(block.label().orElse(""), block);
    } else {
      report.wrong(block.at(), () -> Shown.of(block.title()) + ": backend labels must be unique");
    }
  }

  private void build(Uses uses) {
    loose(uses);
    uses.blocks().forEach(use -> label(use.block().at(), use.path(), use.refines()));
    List<Named> expecting =
        uses.names().stream().filter(named -> ExpectedStatus.in(named.path()).isPresent()).toList();
    expecting.forEach(named -> label(named.at(), named.path(), Optional.of(named.label())));
    Map<String, Argument> origins = origins(uses);
    BackendReader reader =
        new BackendReader(
            evaluator,
            source.directory(),
            proxyFromEnvironment ? new ProxySpec.Environment() : ProxySpec.DIRECT,
            block -> Optional.ofNullable(labelsOfUses.get(block.at())));
    definitions.forEach(
        (label, block) ->
            reader
                .read(block, label, true, Optional.ofNullable(origins.get(label)))
                .ifPresent(spec -> backends.put(label, spec)));
    for (Named named : uses.names()) {
      undefined(named.label(), named.at());
    }
    uses.blocks().forEach(use -> use(use, reader));
    expecting.forEach(this::expect);
  }

  private void label(int at, List<Block> path, Optional<String> refines) {
    labelsOfUses.put(at, labels.derived(Uses.nameOf(path, refines)));
  }

  /** A labelled block at the top defines, unless there is a definition that it refines. */
  private void loose(Uses uses) {
    List<Use> defining = uses.blocks().stream().filter(this::isLoose).toList();
    uses.blocks().removeIf(this::isLoose);
    defining.forEach(use -> defineBackend(use.block()));
  }

  private boolean isLoose(Use use) {
    return use.path().get(0).type().isEmpty()
        && use.refines().isPresent()
        && !definitions.containsKey(use.refines().get());
  }

  private boolean undefined(String label, int at) {
    boolean missing = !definitions.containsKey(label);
    if (missing) {
      report.wrong(at, () -> "referenced backend \"" + Shown.of(label) + "\" is not defined");
    }
    return missing;
  }

  /** The origins that definitions without one get where they are used (the first one wins). */
  private Map<String, Argument> origins(Uses uses) {
    Map<String, Argument> origins = new HashMap<>();
    for (Use use : uses.blocks()) {
      String label = use.refines().orElse("");
      Block definition = definitions.get(label);
      if (definition != null
          && definition.body().attribute("origin").isEmpty()
          && !origins.containsKey(label)) {
        use.block()
            .body()
            .attribute("origin")
            .or(use::url)
            .ifPresent(found -> origins.put(label, origin(found, label)));
      }
    }
    return origins;
  }

  private Argument origin(Attribute attribute, String label) {
    return new Argument(
        "backend '" + label + "'", "origin", evaluator.known(attribute.value()), report);
  }

  private void use(Use use, BackendReader reader) {
    Optional<String> refined = use.refines();
    if (refined.isPresent()) {
      refine(use, refined.get(), reader);
      return;
    }
    Block block = use.block();
    String label = labelOf(use.block().at());
    String anonymous = "anonymous_" + report.position(block.at()).toString().replace(':', '_');
    report.note(block.at(), anonymous + " becomes backend '" + label + "'");
    for (Block inner : block.body().blocks()) {
      if (NestedBlocks.THROTTLES.contains(inner.type())) {
        report.wrong(
            inner.at(),
            () -> "anonymous backend '" + anonymous + "' cannot define 'throttle' block(s)");
      }
    }
    reader
        .read(block, label, false, use.url().map(url -> origin(url, label)))
        .map(spec -> spec.withExchange(expected(use.path(), label).appliedTo(spec.exchange())))
        .ifPresent(spec -> backends.put(label, spec));
  }

  private Refinement expected(List<Block> path, String label) {
    return new ExpectedStatus(evaluator.in(label)).said(path);
  }

  /** A backend that is only named, where more is said of it. */
  private void expect(Named named) {
    BackendSpec spec = backends.get(named.label());
    if (spec != null) {
      Refinement said = expected(named.path(), named.label());
      refined(named.at(), named.label(), said);
    }
  }

  private void refine(Use use, String of, BackendReader reader) {
    if (undefined(of, use.block().at())) {
      return;
    }
    BackendSpec spec = backends.get(of);
    if (spec == null) {
      report.note(use.block().at(), "refinement of '" + of + "': left out, as what it refines is");
      return;
    }
    int at = use.block().at();
    Refinement said = reader.refinement(use.block(), labelOf(at), spec);
    refined(at, of, said.then(expected(use.path(), of)));
  }

  private String labelOf(int at) {
    return Objects.requireNonNull(labelsOfUses.get(at), "given before");
  }

  private void refined(int at, String of, Refinement manners) {
    String label = labelOf(at);
    report.note(at, "the refinement of '" + of + "' becomes refinement '" + label + "'");
    refinements.put(label, new NamedRefinement(of, manners));
  }
}
