package dev.coracle.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the first run does on a machine that has nothing yet: apt itself is played, and notes what
 * it was asked for.
 */
class SetupIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** What every Debian has, and the script may use before it has installed anything. */
  private static final List<String> ESSENTIAL =
      List.of("bash", "cat", "dirname", "env", "grep", "head", "sed");

  @TempDir Path machine;
  private Path bin;
  private Path asked;

  @BeforeEach
  void aMachineWithNothing() throws IOException {
    bin = Files.createDirectory(machine.resolve("bin"));
    asked = machine.resolve("asked");
    for (var program : ESSENTIAL) {
      program(program, "exec /usr/bin/%s \"$@\"".formatted(program));
    }
    program("dpkg-query", "exit 1");
    program("apt-cache", "exit 0");
    program("tee", "cat >/dev/null");
    program("sudo", "while [ \"${1#-}\" != \"$1\" ]; do shift; done; exec \"$@\"");
    program("apt-get", "echo \"$@\" >>" + asked);
  }

  @Test
  void everythingThatIsMissingIsInstalledInOneGo() throws Exception {
    var result = setup();
    assertThat(result.exit()).as(result.err()).isZero();
    var lines = Files.readAllLines(asked);
    assertThat(lines).hasSize(2).first().asString().startsWith("update");
    var packages = List.of(lines.getLast().split(" "));
    assertThat(packages)
        .anyMatch(each -> each.startsWith("qemu-system-x86"))
        .containsAll(wanted().filter(each -> !each.startsWith("qemu-")).toList());
  }

  @Test
  void ifItFailsTheLinesToRunByHandAreSaid() throws Exception {
    program("apt-get", "[ \"$1\" = update ]");
    var result = setup();
    assertThat(result.exit()).isEqualTo(38);
    assertThat(result.err()).contains("to install them, run:").contains("apt-get install -y");
  }

  private static Stream<String> wanted() throws IOException {
    return Stream.concat(
            Files.readAllLines(ROOT.resolve("installers/packages")).stream(),
            Files.readAllLines(ROOT.resolve("node/os/packages")).stream())
        .map(line -> line.replaceFirst("[ #].*", ""))
        .filter(line -> !line.isEmpty());
  }

  private void program(String name, String body) throws IOException {
    var file = bin.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Host.Result setup() throws IOException, InterruptedException {
    var err = machine.resolve("err").toFile();
    var builder = new ProcessBuilder(ROOT.resolve("installers/setup").toString());
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    var process = builder.redirectInput(new File("/dev/null")).redirectError(err).start();
    var out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Host.Result(process.waitFor(), out, Files.readString(err.toPath()));
  }
}
