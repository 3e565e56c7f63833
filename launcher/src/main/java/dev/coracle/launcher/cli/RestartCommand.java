package dev.coracle.launcher.cli;

import dev.coracle.launcher.cluster.StartRequest;

final class RestartCommand extends Command {
  private final Flag<Boolean> timings = toggle("Print what each phase took", "--timings");
  private final Flag<String> output = output("text", "json");

  RestartCommand() {
    super("restart", "Shut the node down and boot it again");
  }

  @Override
  int run(Session session) throws InterruptedException {
    return Timings.tell(
        session,
        output,
        timings,
        events ->
            session.launcher().restartCluster().run(StartRequest.of(session.profile()), events));
  }
}
