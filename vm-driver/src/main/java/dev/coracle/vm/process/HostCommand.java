package dev.coracle.vm.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A program to run.
 *
 * @param arguments the program's path first
 * @param directory where it runs
 * @param limit how long it may take
 */
public record HostCommand(List<String> arguments, Path directory, Duration limit) {
  public HostCommand {
    arguments = List.copyOf(arguments);
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("a command needs a program");
    }
  }
}
