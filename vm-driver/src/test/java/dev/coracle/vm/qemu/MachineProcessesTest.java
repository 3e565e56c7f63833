package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineProcessesTest {
  private static final Path PID_FILE = Path.of("/vms/one/qemu.pid");

  @TempDir private Path proc;

  private void process(long pid, String... commandLine) throws IOException {
    Path directory = Files.createDirectory(proc.resolve(Long.toString(pid)));
    Files.writeString(directory.resolve("cmdline"), String.join("\0", commandLine) + "\0");
  }

  @Test
  void processIsFoundByItsCommandLine() throws IOException {
    process(ProcessHandle.current().pid(), "qemu", "-pidfile", PID_FILE.toString(), "-name", "x");
    var processes = new MachineProcesses(proc);
    assertThat(processes.with(PID_FILE)).containsExactly(ProcessHandle.current());
    assertThat(processes.pidFilesBelow(Path.of("/vms"))).containsExactly(PID_FILE);
    assertThat(processes.pidFilesBelow(Path.of("/other"))).isEmpty();
  }

  @Test
  void processRunsUntilItHasGivenBackAllItHad() throws IOException {
    ProcessHandle self = ProcessHandle.current();
    var processes = new MachineProcesses(proc);
    process(self.pid());
    Path stat = proc.resolve(Long.toString(self.pid())).resolve("stat");
    Files.writeString(stat, self.pid() + " (a) Z) S 1");
    assertThat(processes.runs(self)).isTrue();
    Files.writeString(stat, self.pid() + " (a) S) Z 1");
    assertThat(processes.runs(self)).isFalse();
    Files.createDirectories(stat.resolveSibling("task").resolve("1"));
    Files.createDirectories(stat.resolveSibling("task").resolve("2"));
    assertThat(processes.runs(self)).isTrue();
    Files.delete(stat);
    Files.delete(stat.resolveSibling("task").resolve("2"));
    assertThat(processes.runs(self)).isFalse();
  }

  @Test
  void othersAndTheDeadAreNot() throws IOException {
    process(ProcessHandle.current().pid(), "qemu", "-pidfile", "/vms/two/qemu.pid");
    process(2, "less", PID_FILE.toString());
    process(3, "");
    process(4, "qemu", "-pidfile");
    Files.createDirectory(proc.resolve("5"));
    assertThat(new MachineProcesses(proc).with(PID_FILE)).isEmpty();
  }
}
