package dev.coracle.gui.tray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.awt.Point;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real session bus, with the panel of a real desktop. */
class NotifierTrayTest {
  private static final int GREEN = 0x1f9d63;
  private static final int BLUE = 0x4c82ee;

  @TempDir Path directory;

  private final BlockingQueue<Boolean> seen = new LinkedBlockingQueue<>();
  private final BlockingQueue<TrayAction> actions = new LinkedBlockingQueue<>();

  @Test
  void aPanelShowsTheIconAndItsMenuDoesWhatItSays() throws Exception {
    try (var desktop = new Desktop(directory)) {
      desktop.startScreen();
      var panel = desktop.startPanel();
      try (var tray = tray(desktop.address(), Samples.cluster("demo", State.RUNNING))) {
        awaitSeen(true);
        var icon = await(desktop, GREEN);
        desktop.keepPicture("tray-running");

        desktop.input("mousemove", text(icon.x), text(icon.y), "click", "3");
        Thread.sleep(1000);
        desktop.keepPicture("tray-menu");
        desktop.input("key", "Down", "Return");
        assertThat(actions.poll(10, TimeUnit.SECONDS)).isEqualTo(new TrayAction.Sleep("demo"));

        tray.show(Samples.view(Samples.cluster("demo", State.SAVED)));
        await(desktop, BLUE);
        desktop.keepPicture("tray-asleep");

        // The panel is restarted, as it is when it crashes or the desktop is upgraded.
        Desktop.end(panel);
        awaitSeen(false);
        desktop.startPanel();
        awaitSeen(true);
        await(desktop, BLUE);
      }
    }
  }

  @Test
  void withoutAPanelItTellsSoAndWaitsForOne() throws Exception {
    try (var desktop = new Desktop(directory)) {
      try (var _ = tray(desktop.address(), Samples.cluster("demo", State.RUNNING))) {
        awaitSeen(false);

        desktop.startScreen();
        desktop.startPanel();
        awaitSeen(true);
        await(desktop, GREEN);
      }
    }
  }

  @Test
  void withoutABusThereIsNoPanel() throws Exception {
    try (var _ =
        tray("unix:path=" + directory.resolve("none"), Samples.cluster("demo", State.RUNNING))) {
      awaitSeen(false);
    }
  }

  private Tray tray(String address, TrayCluster cluster) {
    return new NotifierTray(address, Samples.view(cluster), actions::add, seen::add);
  }

  private void awaitSeen(boolean expected) throws InterruptedException {
    @Nullable Boolean last;
    do {
      last = seen.poll(20, TimeUnit.SECONDS);
      assertThat(last).isNotNull();
    } while (last != expected);
  }

  /** Where the colour is on the screen. */
  private static Point await(Desktop desktop, int colour) throws Exception {
    for (int i = 0; i < 100; i++) {
      var found = find(desktop, colour);
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(100);
    }
    desktop.keepPicture("tray-failed");
    throw new AssertionError("the icon does not show");
  }

  private static Optional<Point> find(Desktop desktop, int colour) throws Exception {
    var picture = desktop.picture();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        if ((picture.getRGB(x, y) & 0xffffff) == colour) {
          return Optional.of(new Point(x, y));
        }
      }
    }
    return Optional.empty();
  }

  private static String text(int number) {
    return Integer.toString(number);
  }
}
