package dev.coracle.gui.workloads.fakes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javafx.animation.AnimationTimer;

/**
 * How long the frames of parts of a benchmark take: from one pulse of the FX thread to the next.
 */
public final class Frames {
  private static final double STUTTER_MS = 50;

  private final List<Double> frames = Collections.synchronizedList(new ArrayList<>());

  /** What is measured. */
  @FunctionalInterface
  public interface Part {
    void run() throws Exception;
  }

  /** Called on the FX thread. */
  public void begin() {
    new AnimationTimer() {
      private long last;

      @Override
      public void handle(long now) {
        if (last != 0) {
          frames.add((now - last) / 1e6);
        }
        last = now;
      }
    }.start();
  }

  public void printHead(String what) {
    System.out.printf("%-34s %8s %8s %8s %8s%n", what, "frames", "p99 ms", "max ms", ">50 ms");
  }

  /** Does a part and prints a line about its frames. */
  public void part(String name, Part part) throws Exception {
    frames.clear();
    part.run();
    var took = new ArrayList<>(frames);
    Collections.sort(took);
    System.out.printf(
        "%-34s %8d %8.1f %8.1f %8d%n",
        name,
        took.size(),
        took.isEmpty() ? 0 : took.get((int) (took.size() * 0.99)),
        took.isEmpty() ? 0 : took.getLast(),
        took.stream().filter(ms -> ms > STUTTER_MS).count());
  }

  /** What is alive, in MB. */
  public static long heapMb() {
    // What is only softly or weakly held goes with the second.
    System.gc();
    System.gc();
    var runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }
}
