package dev.coracle.launcher.cli;

import dev.coracle.launcher.cluster.ClusterEvent;
import java.io.PrintStream;

/** A line for each thing that happens, for files and logs. */
final class PlainNarrator implements Narrator {
  private final PrintStream err;

  PlainNarrator(PrintStream err) {
    this.err = err;
  }

  @Override
  public void accept(ClusterEvent event) {
    switch (event) {
      case ClusterEvent.Step(var _, var message) -> err.println("* " + message);
      case ClusterEvent.GuestPhase(var _, var at, var message) ->
          err.println("  " + Elapsed.text(at) + "  " + message);
      case ClusterEvent.Progress(var artifact, var done, var total) -> {
        if (done == total) {
          err.println("  " + artifact);
        }
      }
      case ClusterEvent.Info(var message) -> err.println("  " + message);
      case ClusterEvent.Warning(var problem) -> {
        err.println("! " + problem.code().name() + ": " + problem.detail());
        err.println("  " + problem.code().advice());
      }
      case ClusterEvent.Done(var message, var elapsed) ->
          err.println("* " + message + " (" + Elapsed.text(elapsed) + ")");
      case ClusterEvent.Waiting _, ClusterEvent.Timing _ -> {
        // A log needs neither a sign of life nor, unless asked for, a table.
      }
    }
  }

  @Override
  public void close() {}
}
