package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.ProblemException;
import dev.coracle.vm.VmError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineLocksTest {
  @TempDir private Path directory;

  private MachineLocks locks(Duration limit) {
    return new MachineLocks(directory.resolve("root"), limit);
  }

  @Test
  void oneHoldsItAtATime() throws Exception {
    MachineLocks locks = locks(Duration.ofSeconds(30));
    var holders = new AtomicInteger();
    Callable<Integer> holding =
        () -> {
          try (var _ = locks.hold("one")) {
            int now = holders.incrementAndGet();
            Thread.sleep(5);
            holders.decrementAndGet();
            return now;
          }
        };
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> held : executor.invokeAll(Collections.nCopies(8, holding))) {
        assertThat(held.get()).isEqualTo(1);
      }
    }
  }

  @Test
  void machinesDoNotWaitForEachOther() throws Exception {
    MachineLocks locks = locks(Duration.ofMillis(50));
    try (var _ = locks.hold("one");
        var two = locks.hold("two")) {
      assertThat(two.isValid()).isTrue();
    }
  }

  @Test
  void waitingEndsWithTheLimit() throws Exception {
    MachineLocks locks = locks(Duration.ofMillis(50));
    try (var _ = locks.hold("one")) {
      assertThatThrownBy(() -> locks.hold("one"))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem().code()).isEqualTo(VmError.VM_WRONG_STATE));
    }
  }
}
