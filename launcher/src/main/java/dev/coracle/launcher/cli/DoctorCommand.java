package dev.coracle.launcher.cli;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonText;
import dev.coracle.launcher.preflight.CheckResult;
import dev.coracle.launcher.preflight.HostCheck.Fix;
import dev.coracle.launcher.preflight.Preflight;
import dev.coracle.launcher.preflight.Preflight.Finding;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmDriver.Health;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code doctor}: what of this computer keeps a cluster from running well, and what helps. */
final class DoctorCommand extends Command {
  private final Flag<Boolean> fix = toggle("Do what can be done without other rights", "--fix");
  private final Flag<String> output = output("text", "json");

  DoctorCommand() {
    super("doctor", "Check this computer, and say what helps where something is amiss");
  }

  @Override
  int run(Session session) throws InterruptedException {
    boolean json = output.or("text").equals("json");
    if (!json) {
      for (var driver : session.launcher().drivers().all()) {
        printDriver(session, driver);
      }
    }
    var findings = Preflight.run(session.launcher().checkHost().checks(session.profile()));
    if (fix.or(false) && findings.stream().anyMatch(DoctorCommand::fixable)) {
      findings.stream().filter(DoctorCommand::fixable).forEach(finding -> apply(session, finding));
      findings = Preflight.run(session.launcher().checkHost().checks(session.profile()));
    }
    if (json) {
      session.out().println(JsonText.line(findings.stream().map(DoctorCommand::json).toList()));
    } else {
      findings.forEach(finding -> print(session, finding));
    }
    var failed =
        findings.stream()
            .filter(finding -> finding.result() instanceof CheckResult.Failed)
            .map(finding -> finding.check().description())
            .toList();
    if (failed.isEmpty()) {
      return OK;
    }
    if (json) {
      return LauncherError.HOST_CHECKS_FAILED.exitCode();
    }
    throw new ProblemException(
        LauncherError.HOST_CHECKS_FAILED, "A start would fail: " + String.join(", ", failed) + ".");
  }

  private static void printDriver(Session session, VmDriver driver) throws InterruptedException {
    var line =
        switch (driver.health()) {
          case Health.Ready ready -> "works, version " + ready.version();
          case Health.Degraded degraded ->
              "works, version " + degraded.version() + ", but " + details(degraded.problems());
          case Health.Unusable unusable -> "does not work: " + details(unusable.problems());
        };
    session.out().println("driver " + driver.id() + " " + line);
  }

  private static String details(List<Problem> problems) {
    return String.join(" ", problems.stream().map(Problem::detail).toList());
  }

  private static boolean fixable(Finding finding) {
    return !(finding.result() instanceof CheckResult.Ok)
        && finding.check().fix().filter(Fix.Action.class::isInstance).isPresent();
  }

  private static void apply(Session session, Finding finding) {
    if (finding.check().fix().orElseThrow() instanceof Fix.Action action) {
      session.err().println("* " + action.description());
      action.action().run();
    }
  }

  private static void print(Session session, Finding finding) {
    var description = finding.check().description();
    switch (finding.result()) {
      case CheckResult.Ok ok ->
          session.out().println("ok      " + description + ": " + ok.detail());
      case CheckResult.Warning warning -> {
        session.out().println("warning " + description + ": " + warning.problem().detail());
        printHelp(session, finding, warning.problem());
      }
      case CheckResult.Failed failed -> {
        session.out().println("FAILED  " + description + ": " + failed.problem().detail());
        printHelp(session, finding, failed.problem());
      }
    }
  }

  private static void printHelp(Session session, Finding finding, Problem problem) {
    var help =
        finding
            .check()
            .fix()
            .map(fix ->
                switch (fix) {
                  case Fix.CommandLine line -> line.description() + ":\n          " + line.line();
                  case Fix.Action action -> action.description() + ": coracle doctor --fix";
                })
            .orElseGet(() -> problem.code().advice());
    session.out().println("        " + help);
  }

  private static Map<String, Object> json(Finding finding) {
    var members = new LinkedHashMap<String, Object>();
    members.put("id", finding.check().id());
    members.put("description", finding.check().description());
    switch (finding.result()) {
      case CheckResult.Ok ok -> {
        members.put("state", "ok");
        members.put("detail", ok.detail());
      }
      case CheckResult.Warning warning -> problem(members, "warning", warning.problem());
      case CheckResult.Failed failed -> problem(members, "failed", failed.problem());
    }
    var fixes = new ArrayList<Object>();
    finding.check().fix().ifPresent(fix -> fixes.add(fix(fix)));
    members.put("fixes", fixes);
    return members;
  }

  private static void problem(Map<String, Object> members, String state, Problem problem) {
    members.put("state", state);
    members.put("detail", problem.detail());
    members.put("problem", problem.code().name());
    members.put("advice", problem.code().advice());
  }

  private static Map<String, Object> fix(Fix fix) {
    var members = new LinkedHashMap<String, Object>();
    members.put("description", fix.description());
    if (fix instanceof Fix.CommandLine line) {
      members.put("line", line.line());
    }
    return members;
  }
}
