package dev.coracle.launcher.cli;

import java.util.List;

/**
 * Runs what every user runs, when the AOT cache is made: classes that are loaded here come out of
 * the cache later. Where the commands need a cluster they end in a problem, on the way to which
 * most of what they need is loaded.
 */
final class Rehearsal {
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("version"),
          List.of("version", "-o", "json"),
          List.of("config", "view"),
          List.of("--help"),
          List.of("help", "start"),
          List.of("start", "--no-such-flag"));

  private Rehearsal() {}

  public static void main(String[] arguments) {
    for (var command : COMMANDS) {
      Main.run(command.toArray(new String[0]));
    }
  }
}
