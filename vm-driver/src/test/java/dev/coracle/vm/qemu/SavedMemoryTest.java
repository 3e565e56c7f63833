package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedMemoryTest {
  private static final SavedMemory SAVED =
      new SavedMemory(
          "10.0.2 (Debian)",
          "a1",
          List.of("-machine", "pc-q35-10.0"),
          "size=1",
          Optional.empty(),
          Map.of("/vms/one/data.qcow2", "size=2"));

  @TempDir private Path directory;

  private static SavedMemory with(
      String qemu, String processor, List<String> arguments, String memory, String disk) {
    return new SavedMemory(
        qemu, processor, arguments, memory, Optional.empty(), Map.of("/vms/one/data.qcow2", disk));
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    Path file = directory.resolve("suspended.json");
    SAVED.write(file);
    assertThat(SavedMemory.read(file)).isEqualTo(SAVED);
    assertThat(SAVED.mismatch(SavedMemory.read(file))).isEmpty();
  }

  @Test
  void otherVersionOfTheFileIsRefused() throws IOException {
    Path file = directory.resolve("suspended.json");
    Files.writeString(file, "{\"version\": 1}");
    assertThatThrownBy(() -> SavedMemory.read(file)).hasMessageContaining("version 1");
  }

  @Test
  void everyDifferenceIsNamed() {
    var arguments = SAVED.arguments();
    assertThat(SAVED.mismatch(with("10.1.0", "a1", arguments, "size=1", "size=2")))
        .contains("it was saved by QEMU 10.0.2 (Debian), and this is 10.1.0");
    assertThat(SAVED.mismatch(with(SAVED.qemu(), "a2", arguments, "size=1", "size=2")))
        .contains("the host's processor is another");
    assertThat(SAVED.mismatch(with(SAVED.qemu(), "a1", arguments, "size=9", "size=2")))
        .contains("the file that it is in has changed");
    assertThat(SAVED.mismatch(with(SAVED.qemu(), "a1", arguments, "size=1", "size=9")))
        .contains("/vms/one/data.qcow2 has changed since");
  }

  @Test
  void machineIsMadeAsItWasNotAsItWouldBeNow() {
    var command =
        List.of("/usr/bin/qemu", "-object", "memory-backend-ram,id=ram,size=64M", "-uuid", "u");
    var identity = QemuArguments.identity(command);
    assertThat(identity).isEqualTo(command.subList(1, 5));
    var resuming =
        QemuArguments.resuming(
            Path.of("/new/qemu"),
            identity,
            QemuArguments.mappedMemory(Path.of("/vms/a,b/memory"), 4096, false));
    assertThat(resuming)
        .containsExactly(
            "/new/qemu",
            "-object",
            "memory-backend-file,id=ram,size=64M,mem-path=/vms/a,,b/memory,offset=4096,share=off"
                + ",readonly=on,rom=off",
            "-uuid",
            "u",
            "-S",
            "-incoming",
            "defer");
    assertThat(QemuArguments.identity(resuming)).isEqualTo(identity);
  }

  @Test
  void hostMustBeAbleToMakeTheMachine() {
    var files = new VmFiles(Path.of("/vms/one"), Path.of("/tmp/a"));
    var emulated =
        new SavedMemory(
            "10.0.2",
            "a1",
            List.of("-accel", "tcg,thread=multi", "-chardev", "socket,path=/tmp/a/command.sock,x"),
            "size=1",
            Optional.empty(),
            Map.of());
    assertThat(emulated.misfit(host(Accelerator.TCG), files)).isEmpty();
    assertThat(emulated.misfit(host(Accelerator.KVM), files))
        .contains("the host's hardware acceleration has come or gone");
    var elsewhere = new VmFiles(Path.of("/vms/one"), Path.of("/tmp/b"));
    assertThat(emulated.misfit(host(Accelerator.TCG), elsewhere))
        .contains("its sockets would be at another place than /tmp/b/command.sock");
  }

  private static QemuHost host(Accelerator accelerator) {
    return new QemuHost(
        Path.of("/usr/bin/qemu-system-x86_64"),
        Path.of("/usr/bin/qemu-img"),
        new QemuVersion(10, 0),
        true,
        accelerator);
  }
}
