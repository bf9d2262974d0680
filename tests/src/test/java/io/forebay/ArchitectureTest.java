package io.forebay;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.forebay.config.Definitions;
import io.forebay.internal.live.LiveBackends;
import io.forebay.openapi.OpenApiContracts;
import io.forebay.opentelemetry.BackendTelemetry;
import io.forebay.testing.LeakCheck;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The map of the modules and rooms, as rules over the compiled classes of what we publish. */
class ArchitectureTest {
  /**
   * Where the public packages lead inside: opening, the default environment, the report of a
   * response, definitions, which hold what was read, contracts, which are read inside, and
   * telemetry, which is told inside.
   */
  private static final Set<Class<?>> DOORS =
      Set.of(
          Backend.class,
          BackendRegistry.class,
          Environment.class,
          ExchangeReport.class,
          Definitions.class,
          OpenApiContracts.class,
          BackendTelemetry.class);

  private static void check(ArchRule rule) {
    rule.check(Published.CLASSES);
  }

  // ---- modules

  @Test
  void modulesDependDownwards() {
    Map<String, Set<String>> arrows = new TreeMap<>();
    Published.MODULES.forEach((name, module) -> arrows.put(name, requiredOfOurs(module)));

    assertThat(arrows)
        .isEqualTo(
            Map.of(
                "io.forebay.health", Set.of(),
                "io.forebay", Set.of("io.forebay.health"),
                "io.forebay.config", Set.of("io.forebay"),
                "io.forebay.openapi", Set.of("io.forebay"),
                "io.forebay.opentelemetry", Set.of("io.forebay"),
                "io.forebay.testing", Set.of("io.forebay")));
  }

  private static Set<String> requiredOfOurs(ModuleDescriptor module) {
    return module.requires().stream()
        .map(Requires::name)
        .filter(name -> name.startsWith("io.forebay"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void modulesExportEverythingButWhatIsInternal() {
    for (ModuleDescriptor module : Published.MODULES.values()) {
      Set<String> expected = new TreeSet<>(module.packages());
      expected.removeIf(ArchitectureTest::isInternal);
      Set<String> exported =
          module.exports().stream()
              .filter(export -> !export.isQualified())
              .map(Exports::source)
              .collect(Collectors.toCollection(TreeSet::new));

      assertThat(exported).as(module.name()).isEqualTo(expected);
      assertThat(module.opens()).as(module.name()).isEmpty();
    }
  }

  /** The one exception: our leak check asks who is still open, and nobody else may. */
  @Test
  void onlyTheLeakCheckSeesSomethingInternal() {
    Map<String, Set<String>> qualified =
        Published.MODULES.values().stream()
            .flatMap(module -> module.exports().stream())
            .filter(Exports::isQualified)
            .collect(Collectors.toMap(Exports::source, Exports::targets));

    assertThat(qualified)
        .isEqualTo(Map.of(LiveBackends.class.getPackageName(), Set.of("io.forebay.testing")));
  }

  private static boolean isInternal(String packageName) {
    return packageName.contains(".internal");
  }

  // ---- what a room may use

  @Test
  void specHoldsValuesOnly() {
    check(
        classes()
            .that()
            .resideInAPackage("io.forebay.spec..")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage("io.forebay.spec", "io.forebay.health").or(valuesOfTheJdk())));
  }

  @Test
  void healthIsPureLogic() {
    check(
        classes()
            .that()
            .resideInAPackage("io.forebay.health..")
            .should()
            .onlyDependOnClassesThat(
                resideInAPackage("io.forebay.health").or(valuesOfTheJdk()).or(COUNTERS)));
  }

  /** What threads may share without a thread, a lock or a wait of its own. */
  private static final DescribedPredicate<JavaClass> COUNTERS =
      describe(
          "counters that threads share",
          type ->
              type.getPackageName().equals("java.util.concurrent.atomic")
                  || type.isEquivalentTo(CopyOnWriteArrayList.class));

  /**
   * No thread, executor, socket, clock, file or logger. {@code URI}, {@code IDN} and {@code
   * URLDecoder} read text and open nothing; a {@code Path} names a file, and what could open it is
   * not allowed.
   */
  private static DescribedPredicate<JavaClass> valuesOfTheJdk() {
    Set<Class<?>> withState =
        Set.of(
            Thread.class,
            ThreadLocal.class,
            System.class,
            Runtime.class,
            Process.class,
            ProcessBuilder.class,
            Clock.class,
            Timer.class);
    Set<Class<?>> ofJavaNet =
        Set.of(URI.class, IDN.class, URISyntaxException.class, URLDecoder.class);
    return describe(
        "values of the JDK or annotations of JSpecify",
        type ->
            switch (type.getBaseComponentType().getPackageName()) {
              case "java.nio.file" -> type.isEquivalentTo(Path.class);
              case "java.net" -> ofJavaNet.stream().anyMatch(type::isEquivalentTo);
              case "",
                  "java.lang",
                  "java.math",
                  "java.nio.charset",
                  "java.time",
                  "java.util",
                  "java.util.function",
                  "java.util.regex",
                  "java.util.stream",
                  "org.jspecify.annotations" ->
                  withState.stream().noneMatch(type::isEquivalentTo);
              default -> false;
            });
  }

  /** {@code Instant.now()} and its like hide a clock. */
  @Test
  void valuesDoNotAskForTheTime() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("io.forebay.spec..", "io.forebay.health..")
            .should()
            .callMethodWhere(
                describe("it asks for the time", (JavaMethodCall c) -> c.getName().equals("now"))));
  }

  @Test
  void spiKnowsNeitherTheDoorsNorTheInside() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.forebay.spi..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.forebay", "io.forebay.internal.."));
  }

  @Test
  void poolDoesNotKnowThePipeline() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.forebay.internal.pool..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.forebay.internal.pipeline.."));
  }

  @Test
  void onlyTheDoorsLeadInside() {
    check(
        noClasses()
            .that(describe("are neither doors nor the leak check", type -> !mayLookInside(type)))
            .and()
            .resideOutsideOfPackage("io.forebay..internal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.forebay..internal.."));
  }

  private static boolean mayLookInside(JavaClass type) {
    return isDoor(type) || isInside(type, LeakCheck.class);
  }

  private static boolean isDoor(JavaClass type) {
    return DOORS.stream().anyMatch(door -> isInside(type, door));
  }

  /** But for the doors: they lead inside, and what is inside throws and reports public types. */
  @Test
  void packagesHaveNoCycles() {
    check(
        slices()
            .assignedFrom(PACKAGES)
            .should()
            .beFreeOfCycles()
            .ignoreDependency(
                describe("are doors", ArchitectureTest::isDoor),
                resideInAPackage("io.forebay..internal..")));
  }

  private static final SliceAssignment PACKAGES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return type.getPackageName().startsWith("io.forebay")
              ? SliceIdentifier.of(type.getPackageName())
              : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
          return "packages";
        }
      };

  @Test
  void onlyItsModuleKnowsOpenTelemetry() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.forebay.opentelemetry..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry.."));
  }

  @Test
  void onlyTheInsideOfConfigContractsAndTokensKnowsJacksonAndYaml() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "io.forebay.config.internal..",
                "io.forebay.openapi.internal..",
                "io.forebay.internal.tokens")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "tools.jackson..", "com.fasterxml..", "org.snakeyaml..", "org.yaml.."));
  }

  // ---- what a stranger sees

  @Test
  void publicSignaturesShowNoInternalAndNoForeignTypes() {
    check(
        classes()
            .that(describe("are API", Published::isApi))
            .should(
                new ShownTypes("of the JDK, OkHttp or ourselves", ArchitectureTest::mayBeShown)));
  }

  private static boolean mayBeShown(JavaClass where, JavaClass shown) {
    String packageName = shown.getBaseComponentType().getPackageName();
    if (where.isEquivalentTo(LeakCheck.class) && packageName.startsWith("org.junit.jupiter.api")) {
      return true; // It is an extension of JUnit: that is its use.
    }
    if (where.isEquivalentTo(BackendTelemetry.class)
        && packageName.equals("io.opentelemetry.api")) {
      return true; // It tells an OpenTelemetry: that is its use.
    }
    return packageName.isEmpty()
        || packageName.startsWith("java.")
        || packageName.startsWith("javax.")
        || packageName.equals("okhttp3")
        || (packageName.startsWith("io.forebay") && !isInternal(packageName));
  }

  // ---- what nobody does

  @Test
  void nobodySleeps() {
    check(noClasses().should().callMethodWhere(describe("it sleeps", ArchitectureTest::sleeps)));
  }

  private static boolean sleeps(JavaMethodCall call) {
    return call.getName().equals("sleep")
        && (call.getTargetOwner().isAssignableTo(Thread.class)
            || call.getTargetOwner().isEquivalentTo(TimeUnit.class));
  }

  @Test
  void nobodyPrints() {
    check(
        noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err"));
  }

  /** The leak check does: whoever reads a failed test needs the stack to find the culprit. */
  @Test
  void nobodyPrintsStacks() {
    check(
        noClasses()
            .that(describe("are not the leak check", type -> !isInside(type, LeakCheck.class)))
            .should()
            .callMethodWhere(
                describe(
                    "it prints a stack",
                    (JavaMethodCall call) -> call.getName().equals("printStackTrace"))));
  }

  private static boolean isInside(JavaClass type, Class<?> outer) {
    return type.isEquivalentTo(outer)
        || type.getEnclosingClass().map(enclosing -> isInside(enclosing, outer)).orElse(false);
  }

  /** But where the JDK gives nothing else: the validity of an X.509 certificate. */
  @Test
  void nobodyUsesDates() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.forebay.internal.tls.Validity")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Date.class));
  }

  @Test
  void nothingHasAFinalizer() {
    check(noMethods().should().haveName("finalize"));
  }
}
