package dev.coracle.launcher.cli;

import dev.coracle.launcher.Launcher;
import java.util.Map;

/** The program. Nothing but this class ends the process. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    int code = run(arguments);
    System.out.flush();
    System.err.flush();
    // System.exit would first start the JDK's logging, only to log nothing.
    Runtime.getRuntime().halt(code);
  }

  static int run(String... arguments) {
    var environment = System.getenv();
    var cli =
        new Cli(
            new Launcher(environment), environment, System.out, System.err, animated(environment));
    return Interruption.guard(() -> cli.run(arguments));
  }

  /** bin/coracle looks whether standard error is a terminal, which Java cannot. */
  private static boolean animated(Map<String, String> environment) {
    return Boolean.getBoolean("coracle.terminal")
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }
}
