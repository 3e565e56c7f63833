package dev.coracle.vm.testing;

import dev.coracle.vm.process.HostCommand;
import dev.coracle.vm.process.HostProcesses;
import dev.coracle.vm.process.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Programs that do what the test says. One that nobody has installed is not found. */
public final class FakeProcesses implements HostProcesses {
  private final Map<String, Function<List<String>, Outcome>> programs = new ConcurrentHashMap<>();
  private final List<List<String>> commands = new ArrayList<>();

  /** Installs a program as {@code /usr/bin/NAME}, or replaces it; it is given its arguments. */
  public FakeProcesses install(String name, Function<List<String>, Outcome> program) {
    programs.put(name, program);
    return this;
  }

  /** What was run, in order, each with the program's path first. */
  public synchronized List<List<String>> commands() {
    return List.copyOf(commands);
  }

  @Override
  public Optional<Path> find(String program) {
    return programs.containsKey(program)
        ? Optional.of(Path.of("/usr/bin", program))
        : Optional.empty();
  }

  @Override
  public synchronized Outcome run(HostCommand command) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    commands.add(command.arguments());
    List<String> arguments = command.arguments();
    Path path = Path.of(arguments.getFirst());
    var program = programs.get(String.valueOf(path.getFileName()));
    return program == null
        ? new Outcome.NotStarted(path + ": no such file")
        : program.apply(arguments.subList(1, arguments.size()));
  }
}
