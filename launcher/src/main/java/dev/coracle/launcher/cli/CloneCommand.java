package dev.coracle.launcher.cli;

final class CloneCommand extends Command {
  private final Flag<String> source = argument(0, "SOURCE", "1", "The cluster to copy");
  private final Flag<String> name = argument(1, "NAME", "1", "The new cluster");
  private final Flag<Boolean> timings = toggle("Print what each phase took", "--timings");
  private final Flag<String> output = output("text", "json");

  CloneCommand() {
    super("clone", "Make a second, independent cluster of one, running or at rest");
  }

  @Override
  int run(Session session) throws InterruptedException {
    return Timings.tell(
        session,
        output,
        timings,
        events ->
            session
                .launcher()
                .cloneCluster()
                .run(source.value().orElseThrow(), name.value().orElseThrow(), events));
  }
}
