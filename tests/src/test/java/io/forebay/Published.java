package io.forebay;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import io.forebay.config.Definitions;
import io.forebay.health.HealthSpec;
import io.forebay.openapi.OpenApiContracts;
import io.forebay.opentelemetry.BackendTelemetry;
import io.forebay.testing.FakeClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The compiled modules that we publish, wherever the build put them: folders or jars. */
final class Published {
  /** One class of each module. */
  private static final List<Class<?>> ANCHORS =
      List.of(
          HealthSpec.class,
          Backend.class,
          Definitions.class,
          OpenApiContracts.class,
          BackendTelemetry.class,
          FakeClock.class);

  /** By name. */
  static final Map<String, ModuleDescriptor> MODULES = modules();

  /** All their classes. */
  static final JavaClasses CLASSES =
      new ClassFileImporter().importLocations(paths().map(Published::location).toList());

  private static final Set<String> EXPORTED_PACKAGES =
      MODULES.values().stream()
          .flatMap(module -> module.exports().stream())
          .filter(export -> !export.isQualified())
          .map(ModuleDescriptor.Exports::source)
          .collect(Collectors.toUnmodifiableSet());

  private Published() {}

  private static Map<String, ModuleDescriptor> modules() {
    return ModuleFinder.of(paths().toArray(Path[]::new)).findAll().stream()
        .map(ModuleReference::descriptor)
        .collect(Collectors.toUnmodifiableMap(ModuleDescriptor::name, module -> module));
  }

  private static Stream<Path> paths() {
    return ANCHORS.stream().map(Published::path);
  }

  private static Path path(Class<?> anchor) {
    try {
      return Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(anchor.getName(), e);
    }
  }

  private static Location location(Path path) {
    try {
      return Files.isDirectory(path) ? Location.of(path) : Location.of(new JarFile(path.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether users of a module can name the class. */
  static boolean isApi(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && EXPORTED_PACKAGES.contains(type.getPackageName())
        && type.getEnclosingClass().map(Published::isApi).orElse(true);
  }
}
