package dev.coracle.vm.process;

import java.nio.file.Path;
import java.util.Optional;

/** The programs of this host. */
public interface HostProcesses {
  /** Finds an executable program by name, where the user's shell would. */
  Optional<Path> find(String program);

  /**
   * Runs a program to its end, without a shell and without input. The program itself is killed when
   * the limit is over or the caller is interrupted; what it has detached from itself lives on.
   */
  Outcome run(HostCommand command) throws InterruptedException;
}
