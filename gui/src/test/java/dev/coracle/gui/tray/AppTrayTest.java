package dev.coracle.gui.tray;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.cluster.ClusterList;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.StartRequest;
import dev.coracle.launcher.cluster.TestBed;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a panel gets to show while clusters of a host in memory come and go. */
class AppTrayTest {
  private final BlockingQueue<TrayView> shown = new LinkedBlockingQueue<>();
  private @Nullable Consumer<Boolean> seen;

  @TempDir Path directory;

  @Test
  void followsTheClusters() throws Exception {
    Locale.setDefault(Locale.ENGLISH);
    var launcher = new Launcher(new TestBed(directory).surroundings());
    try (var clusters = new ClusterList(launcher, Runnable::run);
        var tray = tray(launcher, clusters)) {
      clusters.start();
      assertThat(await(it -> it.state() == TrayState.NONE).title())
          .isEqualTo("Coracle: no cluster");

      launcher.startCluster().run(StartRequest.of("demo"), _ -> {});
      clusters.refresh();
      var running =
          await(it -> it.state() == TrayState.RUNNING && it.title().equals("demo: running"));
      assertThat(running.menu().items())
          .contains(new TrayItem.Command("Sleep", new TrayAction.Sleep("demo"), true));

      launcher.stopCluster().run("demo", false, false, _ -> {});
      clusters.refresh();
      await(it -> it.state() == TrayState.ASLEEP && it.title().equals("demo: asleep"));
      assertThat(tray.seen().get()).isFalse();

      icon().set(TrayTone.LIGHT);
      tray.refresh();
      await(it -> it.tone() == TrayTone.LIGHT);
    }
  }

  @Test
  void tellsWhetherAPanelShowsIt() throws Exception {
    var launcher = new Launcher(new TestBed(directory).surroundings());
    try (var clusters = new ClusterList(launcher, Runnable::run);
        var tray = tray(launcher, clusters)) {
      var panel = requireNonNull(seen);

      panel.accept(true);
      assertThat(tray.seen().get()).isTrue();
      panel.accept(false);
      assertThat(tray.seen().get()).isFalse();
    }
  }

  private AppTray tray(Launcher launcher, ClusterList clusters) {
    return new AppTray(
        clusters,
        new TrayDetails(launcher),
        Optional.empty(),
        icon(),
        Runnable::run,
        (first, listener) -> {
          seen = listener;
          return Optional.of(new Recorder(first));
        });
  }

  private IconChoice icon() {
    return new IconChoice(directory.resolve("icon"));
  }

  private TrayView await(Predicate<TrayView> expected) throws InterruptedException {
    @Nullable TrayView last;
    do {
      last = shown.poll(30, TimeUnit.SECONDS);
      assertThat(last).isNotNull();
    } while (!expected.test(last));
    return last;
  }

  private final class Recorder implements Tray {
    Recorder(TrayView first) {
      shown.add(first);
    }

    @Override
    public void show(TrayView view) {
      shown.add(view);
    }

    @Override
    public void close() {}
  }
}
