package dev.coracle.launcher.cli;

/** {@code pause}, and {@code unpause}. */
final class PauseCommand extends Command {
  private final boolean pauses;
  private final Flag<String> output = output("text", "json");

  private PauseCommand(String name, String summary, boolean pauses) {
    super(name, summary);
    this.pauses = pauses;
  }

  static PauseCommand pause() {
    return new PauseCommand(
        "pause", "Let the cluster stand still in memory, without processor time", true);
  }

  static PauseCommand unpause() {
    return new PauseCommand("unpause", "Let a cluster that is paused go on", false);
  }

  @Override
  int run(Session session) throws InterruptedException {
    var name = session.profile();
    var cluster = session.launcher().pauseCluster();
    Narrator.tell(
        session,
        output.or("text").equals("json"),
        events -> {
          if (pauses) {
            cluster.pause(name, events);
          } else {
            cluster.unpause(name, events);
          }
          return name;
        });
    return OK;
  }
}
