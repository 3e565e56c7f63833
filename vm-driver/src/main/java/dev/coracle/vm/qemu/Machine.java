package dev.coracle.vm.qemu;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonObject;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmState;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One machine as it is on this host: its definition and its processes. Decides nothing. */
record Machine(
    String name, VmFiles files, MachineProcesses processes, SocketReach reach, Layers layers) {
  private static final long PAUSE_MILLISECONDS = 10;

  /** What a QEMU with this machine's command line is doing. */
  sealed interface Observed {
    VmState state();

    record Nothing() implements Observed {
      @Override
      public VmState state() {
        return VmState.STOPPED;
      }
    }

    /** It is there, but its monitors are not yet, or no longer. */
    record Silent(boolean starting) implements Observed {
      @Override
      public VmState state() {
        return starting ? VmState.STARTING : VmState.STOPPING;
      }
    }

    record Answering(RunState run) implements Observed {
      @Override
      public VmState state() {
        return run.state;
      }
    }
  }

  /**
   * @throws ProblemException {@link VmError#VM_GONE}, {@link VmError#VM_BROKEN}
   */
  Definition definition() {
    try {
      return Definition.read(files.definition());
    } catch (NoSuchFileException e) {
      throw qemu().isEmpty()
          ? new ProblemException(VmError.VM_GONE, "there is no machine " + name, e)
          : broken("runs, but its directory was removed", e);
    } catch (IOException | IllegalArgumentException e) {
      throw broken(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Why it cannot run as it is; empty if nothing is wrong.
   *
   * @throws ProblemException {@link VmError#VM_GONE}
   */
  Optional<Problem> broken() {
    try {
      definition();
    } catch (ProblemException e) {
      if (e.problem().code() == VmError.VM_BROKEN) {
        return Optional.of(e.problem());
      }
      throw e;
    }
    return Files.exists(files.dataDisk())
        ? Optional.empty()
        : Optional.of(
            new Problem(VmError.VM_BROKEN, name + ": " + files.dataDisk() + " is not there"));
  }

  private ProblemException broken(String why, Exception cause) {
    return new ProblemException(VmError.VM_BROKEN, name + ": " + why, cause);
  }

  List<ProcessHandle> qemu() {
    return processes.with(files.qemuPid());
  }

  List<ProcessHandle> network() {
    return processes.with(files.networkPid());
  }

  /**
   * @throws ProblemException {@link VmError#VM_UNRESPONSIVE}
   */
  Observed observe(Duration limit) throws IOException, InterruptedException {
    Optional<RunState> answer = ask(definition().uuid(), limit);
    if (answer.isPresent()) {
      return new Observed.Answering(answer.get());
    }
    return qemu().isEmpty()
        ? new Observed.Nothing()
        : new Observed.Silent(!Files.exists(files.querySocket()));
  }

  /** The same, once QEMU has come up or gone, if it does within the limit. */
  Observed settled(Limits limits) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limits.quit().toNanos();
    Observed observed = observe(limits.answer());
    while (observed instanceof Observed.Silent && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE_MILLISECONDS);
      observed = observe(limits.answer());
    }
    return observed;
  }

  /** Empty if nobody listens. */
  private Optional<RunState> ask(UUID uuid, Duration limit)
      throws IOException, InterruptedException {
    reach.open(files.directory());
    try (Qmp qmp = Qmp.connect(files.querySocket(), limit)) {
      if (!uuid.toString().equals(qmp.execute("query-uuid").text("UUID"))) {
        throw new ProblemException(
            VmError.VM_BROKEN, "another machine answers at " + files.querySocket());
      }
      return Optional.of(RunState.of(qmp.execute("query-status").text("status")));
    } catch (QmpException e) {
      throw new ProblemException(
          VmError.VM_UNRESPONSIVE, "QEMU of " + name + " gives " + e.getMessage(), e);
    } catch (SocketException | java.io.EOFException nobody) {
      return Optional.empty();
    }
  }

  /** Gives QEMU a command; false if nobody listens, or QEMU refuses or does not answer. */
  boolean command(String command, Duration limit) throws IOException, InterruptedException {
    return command(qmp -> qmp.execute(command), limit);
  }

  /** Lets a machine run that was paused or whose memory is being saved; false if it does not. */
  boolean goOn(Duration limit) throws IOException, InterruptedException {
    return command(
        qmp -> {
          new Migration(qmp).end();
          qmp.execute("cont");
        },
        limit);
  }

  /**
   * Lets a machine go on that is paused, and none that is on its way to sleep, whose memory is in
   * files when the one who saves it hangs up; false as of {@link #command(String, Duration)}.
   */
  boolean unpause(Duration limit) throws IOException, InterruptedException {
    return command(
        qmp -> {
          boolean paused = qmp.execute("query-status").text("status").equals("paused");
          if (paused && !SavedMemory.isInFiles(files)) {
            qmp.execute("cont");
          }
        },
        limit);
  }

  private interface Conversation {
    void with(Qmp qmp) throws IOException, InterruptedException;
  }

  private boolean command(Conversation conversation, Duration limit)
      throws IOException, InterruptedException {
    reach.open(files.directory());
    try (Qmp qmp = Qmp.connect(files.commandSocket(), limit)) {
      conversation.with(qmp);
      return true;
    } catch (QmpException | SocketException | java.io.EOFException e) {
      return false;
    }
  }

  /** QEMU's own, with what its packager calls it. */
  String version(Qmp qmp) throws IOException, InterruptedException {
    JsonObject answer = qmp.execute("query-version");
    JsonObject number = answer.object("qemu");
    return "%d.%d.%d %s"
        .formatted(
            number.integer("major"),
            number.integer("minor"),
            number.integer("micro"),
            answer.text("package"))
        .strip();
  }

  /** Of its QEMU; empty if there is none. */
  List<String> commandLine() {
    return qemu().stream().findFirst().map(processes::commandLine).orElse(List.of());
  }

  /** Whether its memory is on disk, and no instruction has been executed since. */
  boolean isSuspended() {
    return Files.exists(files.suspended());
  }

  /** Whether none of them is left after at most the limit. */
  boolean gone(List<ProcessHandle> started, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (started.stream().anyMatch(processes::runs)) {
      if (System.nanoTime() >= deadline) {
        return false;
      }
      Thread.sleep(PAUSE_MILLISECONDS);
    }
    return true;
  }

  /** Ends QEMU without asking the guest; what the guest has flushed is on disk. */
  void endQemu(Duration limit) throws InterruptedException {
    end(files.qemuPid(), limit);
  }

  /** Ends what is left of the network, which ends by itself with QEMU. */
  void endNetwork(Duration limit) throws InterruptedException {
    end(files.networkPid(), limit);
  }

  private void end(Path pidFile, Duration limit) throws InterruptedException {
    List<ProcessHandle> started = processes.with(pidFile);
    started.forEach(ProcessHandle::destroyForcibly);
    if (!gone(started, limit)) {
      throw new ProblemException(
          VmError.VM_UNRESPONSIVE,
          "process " + started.getFirst().pid() + " of " + name + " cannot be ended");
    }
  }

  void removeSockets() throws IOException {
    for (Path stale :
        List.of(
            files.networkSocket(),
            files.commandSocket(),
            files.querySocket(),
            files.qemuPid(),
            files.networkPid())) {
      Files.deleteIfExists(stale);
    }
  }
}
