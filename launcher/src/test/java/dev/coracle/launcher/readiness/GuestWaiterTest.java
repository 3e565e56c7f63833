package dev.coracle.launcher.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.launcher.readiness.GuestWaiter.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestWaiterTest {
  @TempDir private Path directory;
  private final List<String> told = new ArrayList<>();
  private final AtomicBoolean runs = new AtomicBoolean(true);
  private final AtomicInteger proofs = new AtomicInteger();

  @Test
  void endsWhenTheGuestSaysAndProvesItsReadiness() throws Exception {
    write("CORACLE {\"t\":1,\"phase\":\"init\"}", "CORACLE {\"t\":2,\"phase\":\"ready\"}");
    proofs.set(3);
    waiter(Duration.ofSeconds(20)).await();
    assertThat(told).containsExactly("init PT1S", "ready PT2S");
    assertThat(proofs).hasValue(0);
  }

  @Test
  void endsWithTheReasonWhenAComponentKeepsFailing() throws Exception {
    var failed =
        "CORACLE {\"t\":1,\"phase\":\"failed\",\"component\":\"etcd\",\"reason\":\"no space\"}";
    write(failed, failed, failed);
    assertThatThrownBy(() -> waiter(Duration.ofSeconds(20)).await())
        .hasMessage("GUEST_COMPONENT_FAILED: In the node, etcd failed: no space.");
    assertThat(told).containsExactly("etcd: no space", "etcd: no space", "etcd: no space");
  }

  @Test
  void endsWhenTheVmDoes() {
    runs.set(false);
    assertThatThrownBy(() -> waiter(Duration.ofSeconds(20)).await())
        .hasMessage("GUEST_STOPPED: The VM stopped while waiting for the kernel.");
  }

  @Test
  void vmThatEndsAfterAFailureTellsTheFailure() throws Exception {
    write("CORACLE {\"t\":1,\"phase\":\"failed\",\"component\":\"init\",\"reason\":\"no disk\"}");
    runs.set(false);
    assertThatThrownBy(() -> waiter(Duration.ofSeconds(20)).await())
        .hasMessage("GUEST_COMPONENT_FAILED: In the node, init failed: no disk.");
  }

  @Test
  void givesUpAfterItsLimitAndSaysWhatIsMissing() throws Exception {
    write("CORACLE {\"t\":1,\"phase\":\"init\"}");
    assertThatThrownBy(() -> waiter(Duration.ofMillis(50)).await())
        .hasMessageStartingWith("GUEST_NOT_READY")
        .hasMessageContaining("waits for the node's network")
        .hasMessageContaining("data disk");
  }

  @Test
  void readyGuestThatCannotBeReachedIsNotReady() throws Exception {
    write("CORACLE {\"t\":2,\"phase\":\"ready\"}");
    proofs.set(Integer.MAX_VALUE);
    assertThatThrownBy(() -> waiter(Duration.ofMillis(50)).await())
        .hasMessageContaining("its endpoints to answer");
  }

  private GuestWaiter waiter(Duration total) {
    return new GuestWaiter(log(), guest(), listener(), new Limits(total, 1));
  }

  private GuestWaiter.Guest guest() {
    return new GuestWaiter.Guest() {
      @Override
      public boolean runs() {
        return runs.get();
      }

      @Override
      public boolean provesReady() {
        return proofs.getAndUpdate(left -> Math.max(0, left - 1)) <= 1;
      }
    };
  }

  private GuestWaiter.Listener listener() {
    return new GuestWaiter.Listener() {
      @Override
      public void reached(Requirement requirement, Duration guestTime) {
        told.add(requirement.phase() + " " + guestTime);
      }

      @Override
      public void failed(String component, String reason) {
        told.add(component + ": " + reason);
      }

      @Override
      public void waiting(Requirement requirement, Duration elapsed) {}
    };
  }

  private Path log() {
    return directory.resolve("console.log");
  }

  private void write(String... lines) throws IOException {
    Files.write(log(), List.of(lines));
  }
}
