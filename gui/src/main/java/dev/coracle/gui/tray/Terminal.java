package dev.coracle.gui.tray;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The terminal of the user's desktop, with a command of ours running in it.
 *
 * @param program the command line's
 */
public record Terminal(String system, Map<String, String> environment, Path program) {
  /** What stands between the terminal's name and the command. */
  private static final List<List<String>> LINUX =
      List.of(
          List.of("xdg-terminal-exec"),
          List.of("x-terminal-emulator", "-e"),
          List.of("gnome-terminal", "--"),
          List.of("konsole", "-e"),
          List.of("xfce4-terminal", "-x"),
          List.of("kitty"),
          List.of("alacritty", "-e"),
          List.of("foot"),
          List.of("xterm", "-e"));

  public Terminal {
    environment = Map.copyOf(environment);
  }

  /** The environment holds secrets, and this may come into a log. */
  @Override
  public String toString() {
    return "Terminal[" + program + "]";
  }

  /**
   * Returns when the terminal has been started.
   *
   * @throws IOException if there is none
   */
  void open(List<String> arguments) throws IOException {
    var command =
        command(arguments)
            .orElseThrow(() -> new IOException("none is installed that this app knows"));
    new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .getOutputStream()
        .close();
  }

  /** Empty if no terminal is known that is installed here. */
  Optional<List<String>> command(List<String> arguments) {
    var ours = new ArrayList<String>();
    ours.add(program.toString());
    ours.addAll(arguments);
    var name = system.toLowerCase(Locale.ROOT);
    if (name.contains("windows")) {
      return Optional.of(joined(List.of("cmd.exe", "/c", "start", "Coracle"), ours));
    }
    if (name.contains("mac")) {
      return Optional.of(
          List.of("osascript", "-e", "on run a", "-e", SCRIPT, "-e", "end run", joined(ours)));
    }
    return LINUX.stream()
        .filter(terminal -> isInstalled(terminal.getFirst()))
        .findFirst()
        .map(terminal -> joined(terminal, ours));
  }

  private static final String SCRIPT = "tell application \"Terminal\" to do script (item 1 of a)";

  /** A line for the shell in a macOS terminal, which takes nothing else. */
  private static String joined(List<String> words) {
    var quoted = words.stream().map(word -> "'" + word.replace("'", "'\\''") + "'").toList();
    return String.join(" ", quoted);
  }

  private static List<String> joined(List<String> first, List<String> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  private boolean isInstalled(String name) {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(environment.getOrDefault("PATH", ""))
        .filter(directory -> !directory.isEmpty())
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
  }
}
