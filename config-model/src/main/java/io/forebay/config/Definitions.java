package io.forebay.config;

import io.forebay.BackendRegistry;
import io.forebay.Environment;
import io.forebay.RegistryContent;
import io.forebay.RegistryWatch;
import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Dialect;
import io.forebay.config.internal.dialect.Written;
import io.forebay.config.internal.form.Form;
import io.forebay.config.internal.form.FormReader;
import io.forebay.config.internal.form.FormSchema;
import io.forebay.config.internal.form.FormWriter;
import io.forebay.config.internal.languages.Languages;
import io.forebay.config.internal.tree.Source;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Labels;
import io.forebay.spec.Refinement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Backends and refinements by label, as one text defines them. Immutable.
 *
 * <p>A text is YAML or JSON: by the ending of its name ({@code .json}, {@code .yaml}, {@code
 * .yml}), else JSON where it starts with a brace. Unknown keys, duplicate keys and values of the
 * wrong type are refused, all at once.
 *
 * <p>In every text value <code>${env:NAME}</code> stands for an environment variable and <code>
 * ${file:PATH}</code> for a file of at most 64 KiB, without its last line break; <code>$${</code>
 * is the text <code>${</code>. They are resolved when the text is read, written again as
 * references, and what they stand for is never printed.
 */
public final class Definitions {
  private final Form form;

  private Definitions(Form form) {
    this.form = form;
  }

  /**
   * Reads a file in UTF-8, at most 8 MiB. Relative paths in it start from its directory.
   *
   * @throws IOException if the file cannot be read
   * @throws DefinitionException with everything that is wrong with its text
   */
  public static Definitions read(Path file) throws IOException {
    return read(Source.of(file), Definitions::environmentVariable);
  }

  /**
   * Reads a file and lays others over it, such as that of an environment. A backend or refinement
   * that both define is one: its keys, and those of {@code defaults}, come from the last file that
   * has them, each as a whole; {@code origin} and {@code origins} replace each other. {@code null}
   * takes away what lies below, a key, a backend or a refinement. Relative paths start from the
   * directory of the file that names them.
   *
   * @throws IOException if a file cannot be read
   * @throws DefinitionException with everything that is wrong with their texts
   */
  public static Definitions readLayers(Path base, Path... over) throws IOException {
    List<Source> layers = new ArrayList<>();
    layers.add(Source.of(base));
    for (Path file : over) {
      layers.add(Source.of(file));
    }
    return readLayers(layers, Definitions::environmentVariable);
  }

  /** Reads texts over each other; see {@link #readLayers(Path, Path...)}. */
  static Definitions readLayers(
      List<Source> layers, Function<String, Optional<String>> environment) {
    return new Definitions(FormReader.read(layers, environment));
  }

  /**
   * Reads a text, which findings call {@code (text)}. Relative paths in it start from the working
   * directory.
   *
   * @throws DefinitionException with everything that is wrong with it
   */
  public static Definitions read(String text) {
    return read(text, "(text)");
  }

  /**
   * Reads a text. Relative paths in it start from the working directory.
   *
   * @param sourceName what findings call the text
   * @throws DefinitionException with everything that is wrong with it
   */
  public static Definitions read(String text, String sourceName) {
    return read(Source.of(text, sourceName), Definitions::environmentVariable);
  }

  /**
   * Reads a file in whatever language it is written, told by its name and content: see {@link
   * #read(Path, Language)}.
   *
   * @throws IOException if the file cannot be read
   * @throws DefinitionException with everything that is wrong with its text
   */
  public static Reading readAny(Path file) throws IOException {
    Source source = Source.of(file);
    return read(source, Languages.of(source));
  }

  /**
   * Reads a text in whatever language it is written.
   *
   * @param sourceName what findings and notes call the text; its ending may tell the language
   * @throws DefinitionException with everything that is wrong with it
   */
  public static Reading readAny(String text, String sourceName) {
    Source source = Source.of(text, sourceName);
    return read(source, Languages.of(source));
  }

  /**
   * Reads a file in a language. What is right in the language, but cannot be said by a definition,
   * is in the notes; nothing is left out in silence.
   *
   * @throws IOException if the file cannot be read
   * @throws DefinitionException with everything that is wrong with its text
   */
  public static Reading read(Path file, Language language) throws IOException {
    return read(Source.of(file), language);
  }

  /**
   * Reads a text in a language; see {@link #read(Path, Language)}.
   *
   * @throws DefinitionException with everything that is wrong with it
   */
  public static Reading read(String text, String sourceName, Language language) {
    return read(Source.of(text, sourceName), language);
  }

  private static Reading read(Source source, Language language) {
    Optional<Dialect> dialect = Languages.dialect(language);
    if (dialect.isEmpty()) {
      return new Reading(read(source, Definitions::environmentVariable), List.of());
    }
    Carried carried = dialect.get().read(source, Definitions::environmentVariable);
    Form form = new Form(carried.backends(), carried.refinements());
    return new Reading(new Definitions(form), carried.notes());
  }

  /** Reads a text where {@code environment} says what <code>${env:NAME}</code> stands for. */
  static Definitions read(Source source, Function<String, Optional<String>> environment) {
    return new Definitions(FormReader.read(source, environment));
  }

  private static Optional<String> environmentVariable(String name) {
    return Optional.ofNullable(System.getenv(name));
  }

  /**
   * Backends that Java defines.
   *
   * @throws IllegalArgumentException if two have one label
   */
  public static Definitions of(BackendSpec... backends) {
    Map<String, BackendSpec> byLabel = new LinkedHashMap<>();
    for (BackendSpec spec : backends) {
      if (byLabel.putIfAbsent(spec.label(), spec) != null) {
        throw new IllegalArgumentException("backend labels must be unique: '" + spec.label() + "'");
      }
    }
    return new Definitions(new Form(byLabel, Map.of()));
  }

  /**
   * This, and one more refinement.
   *
   * @param label its label
   * @param of the label of the backend or refinement that it refines
   * @param manners what it replaces
   * @throws IllegalArgumentException if the label is taken or no label, or {@code of} is not
   *     defined
   */
  public Definitions withRefinement(String label, String of, Refinement manners) {
    Labels.problem(label)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("refinement '" + label + "': " + problem);
            });
    if (isDefined(label)) {
      throw new IllegalArgumentException("backend labels must be unique: '" + label + "'");
    }
    if (!isDefined(of)) {
      throw new IllegalArgumentException("referenced backend \"" + of + "\" is not defined");
    }
    Map<String, NamedRefinement> more = new LinkedHashMap<>(form.refinements());
    more.put(label, new NamedRefinement(of, manners));
    return new Definitions(new Form(form.backends(), more, form.references(), form.said()));
  }

  private boolean isDefined(String label) {
    return form.backends().containsKey(label) || form.refinements().containsKey(label);
  }

  /** The backends by label, in the order of their definition. */
  public Map<String, BackendSpec> backends() {
    return form.backends();
  }

  /** The refinements by label, in the order of their definition. */
  public Map<String, NamedRefinement> refinements() {
    return form.refinements();
  }

  /**
   * Where each value in force of a backend or refinement is said, by key: in its own mapping, in
   * that of what it refines, or in {@code defaults}. What is not in it is usual. Empty for those
   * that no text in our own form defined.
   *
   * @throws IllegalArgumentException if the label is not defined
   */
  public Map<String, Provenance> provenance(String label) {
    if (!isDefined(label)) {
      throw new IllegalArgumentException("\"" + label + "\" is not defined");
    }
    return form.saidOf(label);
  }

  /**
   * Puts every backend in force; the caller closes the registry.
   *
   * @throws io.forebay.InvalidBackendException with everything that was found; nothing stays open
   */
  public BackendRegistry open() {
    return open(Environment.system());
  }

  /**
   * Puts every backend in force in an environment; the caller closes the registry.
   *
   * @throws io.forebay.InvalidBackendException with everything that was found; nothing stays open
   */
  public BackendRegistry open(Environment environment) {
    return registry().environment(environment).open();
  }

  /** Collects every definition, for who wants to say more of the registry than its environment. */
  public BackendRegistry.Builder registry() {
    BackendRegistry.Builder registry = BackendRegistry.builder();
    form.backends().values().forEach(registry::add);
    form.inOrderOfReference()
        .forEach((label, named) -> registry.refinement(label, named.of(), named.manners()));
    return registry;
  }

  /** What a version of a registry takes; see {@link io.forebay.RegistryDraft#replaceAll}. */
  public RegistryContent content() {
    Map<String, RegistryContent.Named> named = new LinkedHashMap<>();
    refinements()
        .forEach(
            (label, each) ->
                named.put(label, new RegistryContent.Named(each.of(), each.manners())));
    return new RegistryContent(backends(), named);
  }

  /**
   * Lets a registry follow files, by default looked at every 250 ms and read once they have been
   * quiet for as long: what they define together is activated. Files that cannot be read, or that
   * define what cannot be opened, change nothing; the log says why, once for each problem. Replace
   * files by renaming, for a half that was written is a whole where the writer pauses.
   *
   * <p>Files that the text refers to are read again with it, but not watched.
   *
   * @throws IllegalArgumentException if there are no files
   * @throws IllegalStateException if the registry is closed
   */
  public static RegistryWatch watch(BackendRegistry registry, Path... files) {
    return watch(registry, RegistryWatch.Plan.of(List.of(files)), new RegistryWatch.Listener() {});
  }

  /** Lets a registry follow files; see {@link #watch(BackendRegistry, Path...)}. */
  public static RegistryWatch watch(
      BackendRegistry registry, RegistryWatch.Plan plan, RegistryWatch.Listener listener) {
    return registry.watch(plan, () -> together(plan.files()), listener);
  }

  private static RegistryContent together(List<Path> files) throws IOException {
    Map<String, BackendSpec> backends = new LinkedHashMap<>();
    Map<String, RegistryContent.Named> named = new LinkedHashMap<>();
    for (Path file : files) {
      RegistryContent content = read(file).content();
      content.backends().forEach((label, spec) -> put(file, label, backends.put(label, spec)));
      content.refinements().forEach((label, each) -> put(file, label, named.put(label, each)));
    }
    return new RegistryContent(backends, named);
  }

  private static void put(Path file, String label, @Nullable Object before) {
    if (before != null) {
      throw new IllegalArgumentException(
          file + ": labels must be unique in all files: '" + label + "'");
    }
  }

  /**
   * The definitions in YAML. Reading it gives equal definitions. What is usual is left out. Paths
   * and secrets that stood in a text are written as they stood there, other paths in full.
   *
   * @throws IllegalStateException if a value is computed in Java, or a secret that came from no
   *     reference; the message names it
   */
  public String toYaml() {
    return FormWriter.yaml(form);
  }

  /** The definitions in JSON; see {@link #toYaml}. */
  public String toJson() {
    return FormWriter.json(form);
  }

  /**
   * The definitions in a language, with notes about what it cannot say. In ours a secret that came
   * from no reference is noted, and a variable of the environment stands for it, such as <code>
   * ${env:FOREBAY_USERS_TLS_CLIENT_KEY}</code>.
   *
   * @throws IllegalStateException if a value is computed in Java, or, in a language that is not
   *     ours, a secret that came from no reference; the message names it
   */
  public Writing write(Language language) {
    Optional<Dialect> dialect = Languages.dialect(language);
    Written written =
        dialect.isEmpty()
            ? FormWriter.noted(form, language == Language.JSON)
            : dialect.get().write(new Carried(form.backends(), form.refinements(), List.of()));
    return new Writing(written.text(), written.notes());
  }

  /**
   * The JSON Schema (draft 2020-12) of the texts that {@link #read(Path)} takes, as JSON: with it
   * an editor completes keys, tells what they are, and marks what is wrong. It follows from the
   * table of keys that the reader goes by. It never refuses what the reader takes; the reader
   * refuses more, such as a refinement of what is not defined.
   *
   * <p>The same text is the resource {@code io/forebay/config/forebay.schema.json} of this jar.
   */
  public static String schema() {
    return FormSchema.json();
  }

  /** Whether both define the same, from whatever text. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Definitions that
        && backends().equals(that.backends())
        && refinements().equals(that.refinements());
  }

  @Override
  public int hashCode() {
    return 31 * backends().hashCode() + refinements().hashCode();
  }

  /** The labels. */
  @Override
  public String toString() {
    return "Definitions[backends="
        + backends().keySet()
        + ", refinements="
        + refinements().keySet()
        + "]";
  }
}
