package dev.coracle.launcher.store;

import java.nio.file.Path;
import java.time.Duration;

/** Holds the lock of a cluster until it is killed. */
final class HoldLock {
  private HoldLock() {}

  public static void main(String[] arguments) throws InterruptedException {
    var home = new Home(Path.of(arguments[0]));
    try (var _ = home.lockCluster("one", "start", Duration.ofSeconds(10), _ -> {})) {
      System.out.print('+');
      System.out.flush();
      Thread.sleep(Duration.ofMinutes(1));
    }
  }
}
