package io.forebay.cases;

import io.forebay.BackendRegistry;
import io.forebay.Environment;
import io.forebay.config.Definitions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The ways from a definition to a call. */
enum Door {
  /** The builder in Java. */
  BUILDER {
    @Override
    BackendRegistry open(Definition definition, Environment environment) {
      BackendRegistry.Builder registry = BackendRegistry.builder().environment(environment);
      definition.backends().forEach((label, keys) -> registry.add(JavaKeys.backend(label, keys)));
      definition
          .refinements()
          .forEach(
              (label, keys) ->
                  registry.refinement(
                      label, keys.get("backend").toString(), JavaKeys.refinement(label, keys)));
      return registry.open();
    }
  },

  /** A text, read and written and read again. */
  YAML {
    @Override
    BackendRegistry open(Definition definition, Environment environment) {
      Definitions read = Definitions.read(definition.yaml(), "backends.yaml");
      Definitions again = Definitions.read(read.toYaml(), "again.yaml");
      if (!again.equals(read)) {
        throw new AssertionError("is not what was written:\n" + read.toYaml());
      }
      return again.open(environment);
    }
  },

  /** The batch of the command line, with a file in our own form. */
  BATCH("backends.yaml"),

  /** The batch with a file in Couper's words. */
  COUPER("backends.hcl"),

  /** The batch with a file in KrakenD's words. */
  KRAKEND("backends.json");

  /** Those that every case can pass: what they open is said by the keys of our text. */
  static final Set<Door> OURS = EnumSet.of(BUILDER, YAML, BATCH);

  private final Optional<String> file;

  Door() {
    file = Optional.empty();
  }

  Door(String file) {
    this.file = Optional.of(file);
  }

  static Door of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /**
   * Opens what is defined.
   *
   * @throws IllegalArgumentException with what was found
   */
  BackendRegistry open(Definition definition, Environment environment) {
    throw new UnsupportedOperationException(this + " calls what it opens");
  }

  /**
   * Opens what is defined, to be called.
   *
   * @param folder where files may be put
   * @throws IllegalArgumentException with what was found
   */
  Session session(Definition definition, Environment environment, Path folder) throws IOException {
    if (file.isPresent()) {
      return CommandLine.open(folder.resolve(file.get()), this, definition, environment);
    }
    LibrarySession.Entries entries = new LibrarySession.Entries();
    return new LibrarySession(open(definition, environment.withObserver(entries)), entries);
  }

  /** Goes through with a case. */
  Observed run(Row row, Path folder) throws IOException {
    Session session;
    try {
      session = session(row.definition(), Environment.system(), folder);
    } catch (IllegalArgumentException e) {
      return new Observed.Refused(e.getMessage());
    }
    try (session) {
      return session.begin(row.target(), row.call()).join();
    }
  }
}
