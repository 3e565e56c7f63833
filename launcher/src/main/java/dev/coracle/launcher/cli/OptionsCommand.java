package dev.coracle.launcher.cli;

final class OptionsCommand extends Command {
  OptionsCommand() {
    super("options", "List the flags that every command takes");
  }

  @Override
  int run(Session session) {
    session
        .out()
        .print(
            """
            Flags of every command:
              -p, --profile NAME         Name of the cluster (default coracle)
              -h, --help                 Show the help of the command
            Of every command that prints a result:
              -o, --output text|json     How to print it

            A flag that is not given is taken from the environment (CORACLE_<FLAG>, as in CORACLE_CPUS=4), else from
            'coracle config', else it has its default. CORACLE_HOME is where everything is kept (default ~/.coracle).
            Flags of minikube that have no meaning here are accepted with a warning.
            """);
    return OK;
  }
}
