package dev.coracle.launcher.cli;

final class UpdateContextCommand extends Command {
  private final Flag<Boolean> keepContext =
      toggle("Leave kubectl's current context as it is", "--keep-context");

  UpdateContextCommand() {
    super("update-context", "Bring the kubeconfig up to date with the cluster");
  }

  @Override
  int run(Session session) throws InterruptedException {
    boolean changed =
        session.launcher().updateContext().run(session.profile(), keepContext.or(false));
    session
        .err()
        .println(
            changed
                ? "The kubeconfig points at cluster " + session.profile() + " now."
                : "The kubeconfig was right already.");
    return OK;
  }
}
