package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedMemoryTest {
  private static final SavedMemory SAVED =
      new SavedMemory(
          "10.0.2 (Debian)",
          "a1",
          List.of("-machine", "pc-q35-10.0"),
          "size=1",
          Map.of("/vms/one/data.qcow2", "size=2"));

  @TempDir private Path directory;

  private static SavedMemory with(
      String qemu, String processor, List<String> arguments, String memory, String disk) {
    return new SavedMemory(qemu, processor, arguments, memory, Map.of("/vms/one/data.qcow2", disk));
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
    Files.writeString(file, "{\"version\": 2}");
    assertThatThrownBy(() -> SavedMemory.read(file)).hasMessageContaining("version 2");
  }

  @Test
  void everyDifferenceIsNamed() {
    var arguments = SAVED.arguments();
    assertThat(SAVED.mismatch(with("10.1.0", "a1", arguments, "size=1", "size=2")))
        .contains("it was saved by QEMU 10.0.2 (Debian), and this is 10.1.0");
    assertThat(SAVED.mismatch(with(SAVED.qemu(), "a2", arguments, "size=1", "size=2")))
        .contains("the host's processor is another");
    assertThat(
            SAVED.mismatch(
                with(SAVED.qemu(), "a1", List.of("-machine", "pc-q35-10.1"), "size=1", "size=2")))
        .contains("the machine's definition has changed: pc-q35-10.0 is now pc-q35-10.1");
    assertThat(SAVED.mismatch(with(SAVED.qemu(), "a1", arguments, "size=9", "size=2")))
        .contains("the file that it is in has changed");
    assertThat(SAVED.mismatch(with(SAVED.qemu(), "a1", arguments, "size=1", "size=9")))
        .contains("/vms/one/data.qcow2 has changed since");
  }

  @Test
  void wakingDoesNotMakeAnotherMachine() {
    var command = List.of("/usr/bin/qemu-system-x86_64", "-uuid", "u");
    assertThat(QemuArguments.identity(command)).containsExactly("-uuid", "u");
    assertThat(QemuArguments.identity(QemuArguments.resuming(command)))
        .containsExactly("-uuid", "u");
    assertThat(QemuArguments.resuming(command)).endsWith("-S", "-incoming", "defer");
  }
}
