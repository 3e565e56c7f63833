package dev.coracle.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubectlCommandTest {
  @TempDir Path directory;
  private CliHost host;

  @BeforeEach
  void aClusterAndItsKubectl() throws IOException {
    host = new CliHost(directory).withCluster();
    host.environment.put("PATH", directory.resolve("bin").toString());
    host.environment.put("CORACLE_LIB", directory.resolve("lib").toString());
    program("lib/kubectl-v1.36.3", "v1.36.3", 3);
  }

  @Test
  void usersKubectlRunsWithinOneMinorVersion() throws IOException {
    program("bin/kubectl", "v1.35.9", 5);

    assertThat(host.run("kubectl", "--", "get", "pods", "-o", "name").exit()).isEqualTo(5);
    assertThat(Files.readString(directory.resolve("arguments")))
        .isEqualTo("--context=coracle get pods -o name\n");
  }

  @Test
  void elseTheOneThatComesAlong() throws IOException {
    program("bin/kubectl", "v1.30.1", 5);

    assertThat(host.run("kubectl", "get", "nodes").exit()).isEqualTo(3);
    assertThat(Files.readString(directory.resolve("arguments")))
        .isEqualTo("--context=coracle get nodes\n");
  }

  @Test
  void contextOfTheUserStays() {
    host.run("kubectl", "--", "--context", "other", "get", "nodes");

    assertThat(directory.resolve("arguments")).hasContent("--context other get nodes");
  }

  @Test
  void noneAtAllIsAProblem() throws IOException {
    Files.delete(directory.resolve("lib/kubectl-v1.36.3"));

    assertThat(host.run("kubectl", "get", "nodes").err()).startsWith("X PROGRAM_NOT_FOUND: ");
  }

  @Test
  void clusterThatIsNotThereIsAProblem() {
    assertThat(host.run("kubectl", "get", "nodes").exit()).isEqualTo(3);
    assertThat(host.run("-p", "other", "kubectl", "get", "nodes").exit()).isEqualTo(85);
  }

  private void program(String name, String version, int exit) throws IOException {
    var file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        #!/bin/sh
        if [ "$1" = version ]; then echo '{"clientVersion": {"gitVersion": "%s"}}'; exit 0; fi
        echo "$@" > %s
        exit %d
        """
            .formatted(version, directory.resolve("arguments"), exit));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
