package dev.coracle.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MinikubeFlagsTest {
  @Test
  void takesOutFlagsWithTheirValues() {
    var cleaned = clean("start --preload=false --iso-url http://x --cpus 2 --ports 1:1 -p dev");

    assertThat(cleaned.arguments()).containsExactly("start", "--cpus", "2", "-p", "dev");
    assertThat(cleaned.ignored()).containsExactly("--preload", "--iso-url", "--ports");
  }

  @Test
  void saysNothingOfWhatHappensAnyway() {
    assertThat(
            clean("start --wait=all --interactive=false --nodes 1 --cni=auto --ha=false").ignored())
        .isEmpty();
  }

  @Test
  void refusesWhatWouldChangeWhatComesOut() {
    for (var flags :
        List.of("--nodes=2", "--ha", "-n 3", "--container-runtime=docker", "--cni=calico")) {
      assertThatThrownBy(() -> clean("start " + flags))
          .isInstanceOf(ProblemException.class)
          .hasMessageStartingWith("FLAG_UNSUPPORTED: " + flags.split("[= ]", -1)[0]);
    }
  }

  @Test
  void pauseIsOfTheWholeCluster() {
    for (var command : List.of("pause", "unpause")) {
      var cleaned = clean(command + " -A -n kube-system,default -o json");
      assertThat(cleaned.arguments()).containsExactly(command, "-o", "json");
      assertThat(cleaned.ignored()).containsExactly("-A", "-n");
    }
  }

  @Test
  void knowsOldNames() {
    assertThat(clean("start --vm-driver=qemu").arguments())
        .containsExactly("start", "--driver=qemu");
  }

  @Test
  void leavesAloneWhatIsAnotherPrograms() {
    assertThat(clean("kubectl get pods -v 6").arguments())
        .containsExactly("kubectl", "get", "pods", "-v", "6");
    assertThat(clean("ssh -n x -- ls -v").arguments()).endsWith("--", "ls", "-v");
    assertThat(clean("logs -n 5").arguments()).containsExactly("logs", "-n", "5");
  }

  private static MinikubeFlags.Cleaned clean(String line) {
    var arguments = List.of(line.split(" ", -1));
    return MinikubeFlags.clean(arguments.getFirst(), arguments);
  }
}
