package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.errors.Problem;
import dev.coracle.vm.VmError;
import dev.coracle.vm.process.HostCommand;
import dev.coracle.vm.process.HostProcesses;
import dev.coracle.vm.process.Outcome;
import dev.coracle.vm.qemu.QemuHosts.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QemuHostsTest {
  @TempDir private Path directory;
  private Path kvm;
  private Path bootId;
  private Path program;
  private final List<List<String>> commands = new ArrayList<>();
  private String version = "QEMU emulator version 10.0.2 (Debian)";
  private Outcome probe = new Outcome.Exited(33, "", "");
  private boolean installed = true;

  @BeforeEach
  void writeFiles() throws IOException {
    kvm = Files.createFile(directory.resolve("kvm"));
    bootId = Files.writeString(directory.resolve("boot_id"), "first\n");
    program = Files.createFile(directory.resolve("qemu-system-x86_64"));
  }

  /** QEMU as this test wants it. */
  private final class Programs implements HostProcesses {
    @Override
    public Optional<Path> find(String name) {
      return installed ? Optional.of(directory.resolve(name)) : Optional.empty();
    }

    @Override
    public Outcome run(HostCommand command) {
      commands.add(command.arguments());
      return command.arguments().contains("-version") ? new Outcome.Exited(0, version, "") : probe;
    }
  }

  private Found inspect() throws InterruptedException {
    var cache = new PrivateDirectory(directory.resolve("cache"));
    return new QemuHosts(new Programs(), cache, kvm, bootId).inspect();
  }

  private Found.Usable usable() throws InterruptedException {
    assertThat(inspect()).isInstanceOf(Found.Usable.class);
    return (Found.Usable) inspect();
  }

  private Problem unusable() throws InterruptedException {
    assertThat(inspect()).isInstanceOf(Found.Unusable.class);
    return ((Found.Unusable) inspect()).problem();
  }

  @Test
  void kvmThatRunsAGuestIsUsed() throws InterruptedException {
    assertThat(usable().host())
        .isEqualTo(
            new QemuHost(
                program,
                directory.resolve("qemu-img"),
                new QemuVersion(10, 0),
                true,
                Accelerator.KVM));
    assertThat(usable().problems()).isEmpty();
  }

  @Test
  void answersAreKeptUntilTheHostBootsAgain() throws Exception {
    inspect();
    int asked = commands.size();
    inspect();
    assertThat(commands).hasSize(asked);
    Files.writeString(bootId, "second\n");
    inspect();
    assertThat(commands).hasSize(2 * asked);
  }

  @Test
  void answersAreAskedAnewWhenTheirFileIsDamaged() throws Exception {
    inspect();
    Files.writeString(directory.resolve("cache/host.json"), "{\"key\":");
    assertThat(usable().host().accelerator()).isEqualTo(Accelerator.KVM);
  }

  @Test
  void answersThatOthersMayHaveWrittenAreNotBelieved() throws Exception {
    inspect();
    int asked = commands.size();
    Files.setPosixFilePermissions(
        directory.resolve("cache"), PosixFilePermissions.fromString("rwxrwxrwx"));
    inspect();
    assertThat(commands).hasSize(2 * asked);
  }

  @Test
  void kvmThatFailsIsAProblemThatSaysHowMuchSlower() throws InterruptedException {
    probe = new Outcome.Exited(134, "", "kvm_buf_set_msrs: Assertion failed.\n");
    assertThat(usable().host().accelerator()).isEqualTo(Accelerator.TCG);
    assertThat(usable().problems())
        .containsExactly(
            new Problem(
                VmError.HOST_VIRTUALIZATION_UNAVAILABLE,
                "KVM does not run guests here: QEMU ended with code 134: kvm_buf_set_msrs:"
                    + " Assertion failed.; QEMU emulates the machine, 10 to 20 times slower"));
  }

  @Test
  void kvmThatHangsIsNotUsed() throws InterruptedException {
    probe = new Outcome.TimedOut("", "");
    assertThat(usable().host().accelerator()).isEqualTo(Accelerator.TCG);
    assertThat(usable().problems()).singleElement().asString().contains("hung for 10 s");
  }

  @Test
  void withoutKvmNothingIsProbed() throws Exception {
    Files.delete(kvm);
    assertThat(usable().problems()).singleElement().asString().contains(kvm + " does not exist");
    assertThat(commands).allSatisfy(command -> assertThat(command).contains("-version"));
  }

  @Test
  void oldVersionIsEnoughOnlyWithKvm() throws Exception {
    version = "QEMU emulator version 7.2.19";
    assertThat(usable().host().accelerator()).isEqualTo(Accelerator.KVM);
    Files.delete(kvm);
    assertThat(unusable().code()).isEqualTo(VmError.DRIVER_TOO_OLD);
    assertThat(unusable().detail()).contains("7.2").contains("8.0");
  }

  @Test
  void tooOldIsTooOldEverywhere() throws InterruptedException {
    version = "QEMU emulator version 6.2.0";
    assertThat(unusable().code()).isEqualTo(VmError.DRIVER_TOO_OLD);
  }

  @Test
  void missingProgramIsNamedWithItsPackages() throws InterruptedException {
    installed = false;
    assertThat(unusable().code()).isEqualTo(VmError.DRIVER_NOT_INSTALLED);
    assertThat(unusable().detail()).contains("qemu-system-x86");
  }

  @Test
  void programThatDoesNotRunIsUnusable() throws InterruptedException {
    version = "";
    assertThat(unusable().code()).isEqualTo(VmError.DRIVER_NOT_INSTALLED);
  }
}
