package dev.coracle.launcher.cli;

import java.nio.file.Path;

final class ExportCommand extends Command {
  private final Flag<String> file = argument(0, "FILE", "1", "What to write");
  private final Flag<String> output = output("text", "json");

  ExportCommand() {
    super("export", "Write the whole cluster, with its keys and data, to one file for 'import'");
  }

  @Override
  int run(Session session) throws InterruptedException {
    var path = Path.of(file.value().orElseThrow());
    Narrator.tell(
        session,
        output.or("text").equals("json"),
        events -> {
          session.launcher().exportCluster().run(session.profile(), path, events);
          return path;
        });
    return OK;
  }
}
