package dev.coracle.launcher.cli;

final class SshKeyCommand extends Command {
  SshKeyCommand() {
    super("ssh-key", "Print the file of the key that opens the node");
  }

  @Override
  int run(Session session) {
    session.out().println(session.launcher().sshAccess().address(session.profile()).key());
    return OK;
  }
}
