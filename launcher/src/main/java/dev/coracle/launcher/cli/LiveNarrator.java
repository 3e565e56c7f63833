package dev.coracle.launcher.cli;

import dev.coracle.launcher.cluster.ClusterEvent;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One line for each step on a terminal, drawn anew while the step goes on. */
final class LiveNarrator implements Narrator {
  private static final long FRAME_MILLIS = 100;
  private static final int BAR_CELLS = 20;
  // Start of the line, erase it; lines longer than the terminal are cut, not wrapped.
  private static final String REDRAW = "\r\033[K";
  private static final String WRAP_OFF = "\033[?7l";
  private static final String WRAP_ON = "\033[?7h";

  private final PrintStream err;
  private final boolean unicode;
  private final Thread ticker;
  private int frame;
  private long stepBegan;
  private String step = "";
  private String detail = "";

  LiveNarrator(PrintStream err) {
    this.err = err;
    unicode = err.charset().equals(StandardCharsets.UTF_8);
    ticker = Thread.ofPlatform().daemon().name("spinner").start(this::tick);
  }

  @Override
  public synchronized void accept(ClusterEvent event) {
    switch (event) {
      case ClusterEvent.Step(var _, var message) -> {
        endStep();
        step = message;
        detail = "";
        stepBegan = System.nanoTime();
      }
      case ClusterEvent.GuestPhase(var _, var _, var message) -> detail = message;
      case ClusterEvent.Waiting(var what, var _) -> detail = what;
      case ClusterEvent.Progress(var artifact, var done, var total) ->
          detail = artifact + " " + bar(done, total);
      case ClusterEvent.Info(var message) -> above("  " + message);
      case ClusterEvent.Warning(var problem) -> {
        above("! " + problem.code().name() + ": " + problem.detail());
        above("  " + problem.code().advice());
      }
      case ClusterEvent.Done(var message, var elapsed) -> {
        endStep();
        above((unicode ? "✔ " : "* ") + message + "  " + Elapsed.text(elapsed));
      }
      case ClusterEvent.Timing _ -> {
        // Printed as a table afterwards, if asked for.
      }
    }
    draw();
  }

  private void tick() {
    try {
      while (true) {
        Thread.sleep(FRAME_MILLIS);
        synchronized (this) {
          frame++;
          draw();
        }
      }
    } catch (InterruptedException e) {
      // Told to stop by close.
    }
  }

  private void draw() {
    if (!step.isEmpty()) {
      var text = detail.isEmpty() ? step : step + ": " + detail;
      err.print(
          WRAP_OFF + REDRAW + spinner() + " " + Elapsed.text(sinceStep()) + "  " + text + WRAP_ON);
      err.flush();
    }
  }

  private void endStep() {
    if (!step.isEmpty()) {
      above((unicode ? "✔ " : "* ") + step + "  " + Elapsed.text(sinceStep()));
      step = "";
    }
  }

  private void above(String line) {
    err.println(REDRAW + line);
  }

  private Duration sinceStep() {
    return Duration.ofNanos(System.nanoTime() - stepBegan);
  }

  private char spinner() {
    var frames = unicode ? "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏" : "|/-\\";
    return frames.charAt(frame % frames.length());
  }

  private String bar(long done, long total) {
    int full = total == 0 ? BAR_CELLS : (int) (BAR_CELLS * done / total);
    return (unicode ? "█" : "#").repeat(full)
        + (unicode ? "░" : ".").repeat(BAR_CELLS - full)
        + " "
        + (total == 0 ? 100 : 100 * done / total)
        + " %";
  }

  @Override
  public void close() {
    ticker.interrupt();
    synchronized (this) {
      if (!step.isEmpty()) {
        err.println(REDRAW + (unicode ? "✘ " : "x ") + step + "  " + Elapsed.text(sinceStep()));
        step = "";
      }
    }
  }
}
