package dev.coracle.vm.qemu;

import dev.coracle.errors.ProblemException;
import dev.coracle.vm.Uninterrupted;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;
import dev.coracle.vm.process.HostCommand;
import dev.coracle.vm.process.HostProcesses;
import dev.coracle.vm.process.Outcome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts the processes of a machine that has none. */
record Starter(HostProcesses processes, Path networkProgram) {
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  /** All or nothing: after a failure or an interruption no process is left. */
  void boot(Machine machine, QemuHost host) throws IOException, InterruptedException {
    VmFiles files = machine.files();
    Definition definition = machine.definition();
    prepare(machine);
    emptyConsole(files);
    Limits limits = Limits.with(host.accelerator());
    boolean booted = false;
    try {
      network(machine, limits);
      qemu(machine, QemuArguments.of(definition.spec(), definition.uuid(), files, host), limits);
      booted = true;
    } finally {
      if (!booted) {
        withdraw(machine);
      }
    }
  }

  /** Clears away what an earlier start has left. */
  void prepare(Machine machine) throws IOException, InterruptedException {
    requireReadable(machine);
    machine.endNetwork(END_LIMIT);
    machine.removeSockets();
    machine.reach().open(machine.files().directory());
  }

  /** QEMU only adds to it, so that it goes on over a sleep. */
  private static void emptyConsole(VmFiles files) throws IOException {
    if (Files.exists(files.console())) {
      FileChannel.open(
              files.console(), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
          .close();
    }
  }

  /** Starts the network process; a QEMU that has lost its own connects by itself. */
  void network(Machine machine, Limits limits) throws IOException, InterruptedException {
    List<String> command =
        NetworkArguments.of(
            networkProgram, machine.files(), machine.definition().spec().forwards());
    switch (detached(command, limits.network())) {
      case Outcome.Exited(int code, _, _) when code == 0 -> {}
      case Outcome.Exited(int code, _, String errors)
          when code == NetworkArguments.ADDRESS_IN_USE ->
          throw new ProblemException(
              VmError.VM_PORT_IN_USE, errors.strip() + PortHolder.of(errors.strip()));
      case Outcome.Exited(_, _, String errors) ->
          throw failed(machine, "network", KvmProbe.lastLine(errors));
      case Outcome.TimedOut _ -> throw failed(machine, "network", "no answer in time");
      case Outcome.NotStarted(String reason) -> throw failed(machine, "network", reason);
    }
  }

  /** Starts QEMU, which has detached itself when this returns. */
  void qemu(Machine machine, List<String> command, Limits limits)
      throws IOException, InterruptedException {
    switch (detached(command, limits.boot())) {
      case Outcome.Exited(int code, _, _) when code == 0 -> {}
      case Outcome.Exited(_, _, String errors) ->
          throw failed(machine, "QEMU", KvmProbe.lastLine(errors));
      case Outcome.TimedOut _ -> throw failed(machine, "QEMU", "it did not start in time");
      case Outcome.NotStarted(String reason) -> throw failed(machine, "QEMU", reason);
    }
  }

  /**
   * Runs a program that detaches itself. An interruption waits for its end: until then the detached
   * process may be between its fork and its own command line, where nobody finds it.
   */
  private Outcome detached(List<String> command, Duration limit) throws InterruptedException {
    Outcome outcome =
        Uninterrupted.call(() -> processes.run(new HostCommand(command, Path.of("/"), limit)));
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return outcome;
  }

  static void withdraw(Machine machine) throws IOException, InterruptedException {
    Uninterrupted.run(() -> {
      // It ends with QEMU, and then has no command line any more, but still its sockets
      List<ProcessHandle> network = machine.network();
      machine.endQemu(END_LIMIT);
      machine.endNetwork(END_LIMIT);
      machine.gone(network, END_LIMIT);
    });
  }

  private static void requireReadable(Machine machine) throws IOException {
    VmSpec spec = machine.definition().spec();
    Optional<Path> missing =
        Stream.concat(
                Stream.of(spec.iso(), spec.configDisk()),
                spec.directBoot().stream().flatMap(boot -> Stream.of(boot.kernel(), boot.initrd())))
            .filter(file -> !Files.isReadable(file))
            .findFirst();
    if (missing.isPresent()) {
      throw failed(machine, "QEMU", missing.get() + " is not there or cannot be read");
    }
  }

  /** A program tells its reason for people only. */
  private static ProblemException failed(Machine machine, String what, String why)
      throws IOException {
    HostSpace space = new HostSpace(machine.files().directory());
    return space.isUsedUp()
        ? new ProblemException(VmError.HOST_DISK_FULL, "no space is left at " + space.directory())
        : new ProblemException(VmError.VM_START_FAILED, what + ": " + why);
  }
}
