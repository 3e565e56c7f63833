package dev.coracle.launcher.cli;

import java.nio.file.Path;
import java.util.Optional;

final class ImportCommand extends Command {
  private final Flag<String> file =
      argument(0, "FILE", "1", "What 'export' wrote, here or elsewhere");
  private final Flag<String> output = output("text", "json");

  ImportCommand() {
    super("import", "Make a cluster of an exported one, at rest; --profile gives it another name");
  }

  @Override
  int run(Session session) throws InterruptedException {
    var path = Path.of(file.value().orElseThrow());
    var name = isProfileGiven() ? Optional.of(session.profile()) : Optional.<String>empty();
    Narrator.tell(
        session,
        output.or("text").equals("json"),
        events -> session.launcher().importCluster().run(path, name, events));
    return OK;
  }
}
