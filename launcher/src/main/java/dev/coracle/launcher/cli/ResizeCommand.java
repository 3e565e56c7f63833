package dev.coracle.launcher.cli;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.ClusterSettings;
import dev.coracle.launcher.problem.LauncherError;

final class ResizeCommand extends Command {
  private final Flag<Integer> cpus = number("N", "Virtual CPUs", "--cpus");
  private final Flag<Integer> memory =
      option(
          Integer.class, Values::mebibytes, "SIZE", "Memory, as in 4096m or 4g", "-m", "--memory");
  private final Flag<Integer> diskSize =
      option(
          Integer.class,
          Values::mebibytes,
          "SIZE",
          "Size of the data disk, which only grows",
          "--disk-size");
  private final Flag<String> output = output("text", "json");

  ResizeCommand() {
    super("resize", "Give the cluster more or less of this computer; one that runs boots anew");
  }

  @Override
  int run(Session session) throws InterruptedException {
    var size = size();
    Narrator.tell(
        session,
        output.or("text").equals("json"),
        events -> session.launcher().resizeCluster().run(session.profile(), size, events));
    return OK;
  }

  private ClusterSettings size() {
    var size = ClusterSettings.builder();
    cpus.value().ifPresent(size::cpus);
    memory.value().ifPresent(size::memoryMiB);
    diskSize.value().ifPresent(size::diskMiB);
    var settings = size.build();
    if (settings.equals(ClusterSettings.none())) {
      throw new ProblemException(
          LauncherError.COMMAND_LINE_INVALID, "resize needs --cpus, --memory or --disk-size.");
    }
    return settings;
  }
}
