package dev.coracle.launcher.cli;

/** {@code coracle} alone. */
final class RootCommand extends Command {
  RootCommand() {
    super("coracle", "A local Kubernetes cluster, as light as a local process");
  }

  @Override
  int run(Session session) {
    return Help.showCommands(session);
  }
}
