package dev.coracle.launcher.cli;

import dev.coracle.launcher.Launcher;
import java.io.PrintStream;
import java.util.Map;

/**
 * What a running command has to do with: the product, the outside world, and the cluster it is
 * about.
 *
 * @param out results only
 * @param err everything else
 * @param animated whether {@code err} is a terminal on which a line may be drawn anew
 */
record Session(
    Launcher launcher,
    Map<String, String> environment,
    PrintStream out,
    PrintStream err,
    boolean animated,
    String profile) {

  /** The environment holds secrets, and this may come into a log. */
  @Override
  public String toString() {
    return "Session[" + profile + "]";
  }

  Session withProfile(String name) {
    return new Session(launcher, environment, out, err, animated, name);
  }
}
