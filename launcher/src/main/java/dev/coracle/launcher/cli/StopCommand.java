package dev.coracle.launcher.cli;

import java.util.List;

final class StopCommand extends Command {
  private final Flag<Boolean> powerOff =
      toggle("Shut the node down instead of putting it to sleep on disk", "--power-off");
  private final Flag<Boolean> keepContext =
      toggle("Leave kubectl's current context as it is", "--keep-context-active");
  private final Flag<Boolean> all = toggle("Stop every cluster", "--all");
  private final Flag<String> output = output("text", "json");

  StopCommand() {
    super("stop", "Bring the cluster to rest; nothing of it is lost");
  }

  @Override
  int run(Session session) throws InterruptedException {
    for (var name : all.or(false) ? names(session) : List.of(session.profile())) {
      Narrator.tell(
          session,
          output.or("text").equals("json"),
          events -> {
            session
                .launcher()
                .stopCluster()
                .run(name, keepContext.or(false), powerOff.or(false), events);
            return name;
          });
    }
    return OK;
  }

  private static List<String> names(Session session) throws InterruptedException {
    return session.launcher().listProfiles().run(true).valid().stream()
        .map(profile -> profile.name())
        .toList();
  }
}
