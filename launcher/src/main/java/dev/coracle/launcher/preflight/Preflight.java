package dev.coracle.launcher.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs checks side by side. */
public final class Preflight {
  /** A check and what it found. */
  public record Finding(HostCheck check, CheckResult result) {}

  private Preflight() {}

  /** Findings in the order of the checks. An exception of a check is a bug and is thrown on. */
  public static List<Finding> run(List<HostCheck> checks) throws InterruptedException {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<Finding>>();
      for (var check : checks) {
        running.add(executor.submit(() -> new Finding(check, check.check().run())));
      }
      try {
        var findings = new ArrayList<Finding>();
        for (var finding : running) {
          findings.add(finding.get());
        }
        return List.copyOf(findings);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException bug
            ? bug
            : new IllegalStateException(e.getCause());
      } finally {
        executor.shutdownNow();
      }
    }
  }
}
