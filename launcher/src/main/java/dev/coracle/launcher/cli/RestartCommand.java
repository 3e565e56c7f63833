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
    var result =
        Narrator.tell(
            session,
            output.or("text").equals("json"),
            events ->
                session
                    .launcher()
                    .restartCluster()
                    .run(StartRequest.of(session.profile()), events));
    if (timings.or(false)) {
      Timings.print(session.err(), result.timings());
    }
    return OK;
  }
}
