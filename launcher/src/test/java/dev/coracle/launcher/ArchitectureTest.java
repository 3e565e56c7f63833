package dev.coracle.launcher;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may import whom (docs/architecture.md). */
class ArchitectureTest {
  private static final String LAUNCHER = "dev.coracle.launcher..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.coracle");

  /** What each package of the launcher may import of it, besides itself. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "problem",
        "files problem",
        "store files problem",
        "archive files problem",
        "image files problem",
        "guest files problem",
        "kube problem",
        "kubeconfig files problem",
        "identity files problem",
        "configdisk files problem",
        "readiness problem",
        "diagnosis files problem",
        "driver problem",
        "door problem",
        "preflight kubeconfig problem"
      })
  void partsKnowOnlyWhatIsBelowThem(String rule) {
    var names = List.of(rule.split(" "));
    var own = "dev.coracle.launcher." + names.getFirst() + "..";
    var allowed =
        names.stream().map(name -> "dev.coracle.launcher." + name + "..").toArray(String[]::new);
    check(
        noClasses()
            .that()
            .resideInAPackage(own)
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.coracle.launcher..")
                    .and(JavaClass.Predicates.resideOutsideOfPackages(allowed))));
  }

  @Test
  void useCasesKnowNeitherTheirCompositionNorAnyFace() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.coracle.launcher.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.coracle.launcher", "dev.coracle.launcher.cli.."));
  }

  @Test
  void onlyTheCommandLineKnowsTheLauncherAndNobodyTheCommandLine() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.coracle.launcher.cli..", "dev.coracle.launcher")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.coracle.launcher", "dev.coracle.launcher.cli.."));
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.coracle.launcher")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.coracle.launcher.cli.."));
  }

  @Test
  void modulesPointDownwards() {
    check(noDependency("dev.coracle.errors..", "dev.coracle.json..", "dev.coracle.vm..", LAUNCHER));
    check(noDependency("dev.coracle.json..", "dev.coracle.errors..", "dev.coracle.vm..", LAUNCHER));
    check(noDependency("dev.coracle.vm..", "dev.coracle.addons..", LAUNCHER));
    check(noDependency("dev.coracle.addons..", "dev.coracle.vm..", LAUNCHER));
  }

  @Test
  void hypervisorsAreKnownByTheCompositionRootAlone() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName(Launcher.class.getName())
            .and()
            .resideInAPackage("dev.coracle.launcher..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.coracle.vm.*.."));
    check(noDependency("dev.coracle.vm", "dev.coracle.vm.*.."));
  }

  @Test
  void aDriverPackageExportsOneClass() {
    check(
        classes()
            .that()
            .resideInAnyPackage("dev.coracle.vm.qemu")
            .and()
            .areTopLevelClasses()
            .and()
            .doNotHaveSimpleName("QemuDriver")
            .and()
            .doNotHaveSimpleName("package-info")
            .should()
            .notBePublic());
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching("dev.coracle.(**)").should().beFreeOfCycles());
  }

  @Test
  void onlyTheCommandLineEndsTheProcess() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.coracle.launcher.cli..")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class));
  }

  @Test
  void namesSayWhatAClassIs() {
    for (var empty : List.of("Impl", "Util", "Utils", "Helper", "Common", "Manager")) {
      check(noClasses().should().haveSimpleNameEndingWith(empty));
    }
  }

  private static ArchRule noDependency(String from, String... to) {
    return noClasses()
        .that(resideInAPackage(from))
        .should()
        .dependOnClassesThat(resideInAnyPackage(to));
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }
}
