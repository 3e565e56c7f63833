package dev.coracle.vm.qemu;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import dev.coracle.vm.VmError;
import dev.coracle.vm.process.HostCommand;
import dev.coracle.vm.process.HostProcesses;
import dev.coracle.vm.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks at what this host offers. The answers that cost time (QEMU's version, whether KVM runs a
 * guest) are kept in a file until the host boots again or the program changes. It is the user's,
 * not one of a home's: a new home has them at once.
 *
 * @param cache has the file; made when needed
 * @param kvm {@code /dev/kvm}
 * @param bootId {@code /proc/sys/kernel/random/boot_id}
 */
record QemuHosts(HostProcesses processes, PrivateDirectory cache, Path kvm, Path bootId) {
  private static final String PROGRAM = "qemu-system-x86_64";
  private static final String IMAGE_PROGRAM = "qemu-img";
  private static final Duration VERSION_LIMIT = Duration.ofSeconds(20);
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(10);

  /** A second thread that wants to know finds the answers of the first. */
  private static final ReentrantLock ASKING = new ReentrantLock();

  /** What was found. */
  sealed interface Found {
    /**
     * @throws ProblemException if there is none that can be used
     */
    QemuHost host();

    /** Of the machines that run on it, also where no other could be started any more. */
    Limits limits();

    /** It works; problems say what could be better. */
    record Usable(QemuHost host, List<Problem> problems) implements Found {
      @Override
      public Limits limits() {
        return Limits.with(host.accelerator());
      }
    }

    record Unusable(Problem problem) implements Found {
      @Override
      public QemuHost host() {
        throw new ProblemException(problem);
      }

      @Override
      public Limits limits() {
        return Limits.with(Accelerator.TCG);
      }
    }
  }

  /** The costly answers; {@code kvmFailure} is empty if KVM was not tried or runs. */
  private record Answers(
      String key, QemuVersion version, boolean sandbox, Optional<String> kvmFailure) {}

  Found inspect() throws InterruptedException {
    if (!System.getProperty("os.name").equals("Linux")
        || !System.getProperty("os.arch").equals("amd64")) {
      return unusable(VmError.DRIVER_UNSUPPORTED, "this driver runs on Linux on x86-64 so far");
    }
    Optional<Path> program = processes.find(PROGRAM);
    Optional<Path> imageProgram = processes.find(IMAGE_PROGRAM);
    if (program.isEmpty() || imageProgram.isEmpty()) {
      return unusable(
          VmError.DRIVER_NOT_INSTALLED,
          "%s is not there; QEMU comes in the packages qemu-system-x86 and qemu-utils"
              .formatted(program.isEmpty() ? PROGRAM : IMAGE_PROGRAM));
    }
    try {
      return inspect(program.get(), imageProgram.get());
    } catch (IOException e) {
      return unusable(VmError.DRIVER_NOT_INSTALLED, program.get() + ": " + e.getMessage());
    }
  }

  private Found inspect(Path program, Path imageProgram) throws IOException, InterruptedException {
    Optional<String> closed = kvmClosed();
    Answers known = answers(program, closed.isEmpty());
    Optional<String> slow =
        closed.or(() -> known.kvmFailure().map(why -> "KVM does not run guests here: " + why));
    Accelerator accelerator = slow.isPresent() ? Accelerator.TCG : Accelerator.KVM;
    QemuVersion oldest = slow.isPresent() ? QemuVersion.OLDEST_EMULATING : QemuVersion.OLDEST;
    if (!known.version().isAtLeast(oldest)) {
      return unusable(
          VmError.DRIVER_TOO_OLD,
          "QEMU %s is too old%s; %s or newer is needed (Debian 12 has one in bookworm-backports)"
              .formatted(known.version(), slow.map(why -> " where " + why).orElse(""), oldest));
    }
    return new Found.Usable(
        new QemuHost(program, imageProgram, known.version(), known.sandbox(), accelerator),
        slow.stream()
            .map(why ->
                new Problem(
                    VmError.HOST_VIRTUALIZATION_UNAVAILABLE,
                    why + "; QEMU emulates the machine, 10 to 20 times slower"))
            .toList());
  }

  /** What is wrong with the device itself; cheap, so always looked at. */
  private Optional<String> kvmClosed() {
    if (!Files.exists(kvm)) {
      return Optional.of(kvm + " does not exist");
    }
    return Files.isReadable(kvm) && Files.isWritable(kvm)
        ? Optional.empty()
        : Optional.of("you may not open " + kvm);
  }

  private Answers answers(Path program, boolean withKvm) throws IOException, InterruptedException {
    String key =
        "%s %s %s kvm=%s"
            .formatted(
                Files.readString(bootId).strip(),
                program.toRealPath(),
                Files.getLastModifiedTime(program.toRealPath()),
                withKvm);
    ASKING.lockInterruptibly();
    try {
      Optional<Answers> kept = kept(key);
      if (kept.isPresent()) {
        return kept.get();
      }
      Answers fresh = ask(key, program, withKvm);
      keep(fresh);
      return fresh;
    } finally {
      ASKING.unlock();
    }
  }

  private Answers ask(String key, Path program, boolean withKvm)
      throws IOException, InterruptedException {
    Optional<QemuVersion> sandboxed = version(program, "-sandbox", QemuArguments.SANDBOX);
    Optional<QemuVersion> version = sandboxed.isPresent() ? sandboxed : version(program);
    if (version.isEmpty()) {
      throw new IOException("it does not tell its version");
    }
    Optional<String> kvmFailure =
        withKvm
            ? new KvmProbe(processes, PROBE_LIMIT).failure(program, QemuHost.machine(version.get()))
            : Optional.empty();
    return new Answers(key, version.get(), sandboxed.isPresent(), kvmFailure);
  }

  /** Empty if QEMU refuses the options. */
  private Optional<QemuVersion> version(Path program, String... options)
      throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(program.toString()));
    arguments.addAll(List.of(options));
    arguments.add("-version");
    return switch (processes.run(new HostCommand(arguments, Path.of("/"), VERSION_LIMIT))) {
      case Outcome.Exited(int code, String output, _) when code == 0 -> QemuVersion.in(output);
      case Outcome.Exited _, Outcome.TimedOut _, Outcome.NotStarted _ -> Optional.empty();
    };
  }

  private Optional<Answers> kept(String key) {
    try {
      cache.make();
      JsonObject json = JsonObject.parse(Files.readAllBytes(answers()));
      Optional<QemuVersion> version = QemuVersion.in("version " + json.text("version"));
      if (!key.equals(json.text("key")) || version.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Answers(key, version.get(), json.flag("sandbox"), json.optionalText("kvmFailure")));
    } catch (IOException | JsonException notKept) {
      return Optional.empty();
    }
  }

  private Path answers() {
    return cache.path().resolve("host.json");
  }

  /** Only a saving of time: where it cannot be written, the next command asks again. */
  private void keep(Answers fresh) {
    JsonObject json = new JsonObject();
    json.put("key", fresh.key());
    json.put("version", fresh.version().toString());
    json.put("sandbox", fresh.sandbox());
    fresh.kvmFailure().ifPresent(why -> json.put("kvmFailure", why));
    try {
      cache.make();
      DurableFile.write(answers(), json.toBytes());
    } catch (IOException notKept) {
      return;
    }
  }

  private static Found unusable(VmError code, String detail) {
    return new Found.Unusable(new Problem(code, detail));
  }
}
