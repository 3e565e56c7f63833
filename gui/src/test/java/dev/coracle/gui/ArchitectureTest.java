package dev.coracle.gui;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.coracle.gui.view.FxThread;
import java.util.List;
import javafx.application.Platform;
import org.junit.jupiter.api.Test;

/** Who may import whom (docs/architecture.md). */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.coracle.gui");

  @Test
  void theAppKnowsUseCasesAndNeitherTheCommandLineNorAnyHypervisor() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("dev.coracle.launcher.cli..", "dev.coracle.vm.*..")));
    check(
        noClasses()
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.coracle..")
                    .and(
                        DescribedPredicate.not(
                            resideInAnyPackage(
                                "dev.coracle.gui..",
                                "dev.coracle.launcher..",
                                "dev.coracle.vm",
                                "dev.coracle.addons",
                                "dev.coracle.json",
                                "dev.coracle.errors")))));
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching("dev.coracle.gui.(**)").should().beFreeOfCycles());
  }

  @Test
  void featuresDoNotKnowTheirComposition() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.coracle.gui")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.coracle.gui"));
  }

  @Test
  void oneClassHopsToTheFxThread() {
    check(
        noClasses()
            .that()
            .areNotAssignableTo(FxThread.class)
            .should()
            .callMethod(Platform.class, "runLater", Runnable.class));
  }

  @Test
  void noClassEndsTheProcess() {
    check(
        noClasses()
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

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }
}
