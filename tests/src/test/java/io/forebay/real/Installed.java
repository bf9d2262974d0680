package io.forebay.real;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Programs from the system's packages; {@code .ci/run} installs them where it can. */
final class Installed {
  private static final List<Path> FOLDERS =
      List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/usr/local/sbin"));

  private Installed() {}

  /** The program, or the test is skipped with a printed reason. */
  static Path program(String name, String fromPackage) {
    Optional<Path> found =
        FOLDERS.stream()
            .map(folder -> folder.resolve(name))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      System.out.printf("skipped: %s is not installed (apt-get install %s)%n", name, fromPackage);
    }
    Assumptions.assumeTrue(found.isPresent(), name + " is not installed");
    return found.orElseThrow();
  }
}
