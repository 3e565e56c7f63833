package dev.coracle.launcher.cli;

import dev.coracle.launcher.guest.Terminal;

final class SshCommand extends Command {
  private final ListFlag command = arguments("COMMAND", "What to run; a shell if nothing is given");

  SshCommand() {
    super("ssh", "Open a shell in the node, or run a command there");
    endFlagsAtFirstArgument();
  }

  @Override
  int run(Session session) throws InterruptedException {
    return Terminal.run(
        session.launcher().sshAccess().addressOfRunning(session.profile()), command.values());
  }
}
