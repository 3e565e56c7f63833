package dev.coracle.launcher.cli;

/** {@code compact}: what {@code stop} leaves running for a few seconds. Nobody has to type it. */
final class CompactCommand extends Command {
  CompactCommand() {
    super("compact", "Make the sleeping cluster take less on disk");
  }

  @Override
  int run(Session session) throws InterruptedException {
    session.launcher().compactCluster().run(session.profile());
    return OK;
  }
}
