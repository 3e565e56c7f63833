package dev.coracle.launcher.cluster;

import java.util.function.Consumer;

/** Reads what happened to a cluster: one JSON object per line, oldest first. */
public final class ReadEvents {
  /**
   * @param follow goes on until interrupted
   */
  public void run(String name, boolean follow, Consumer<String> lines) throws InterruptedException {
    throw new UnsupportedOperationException(name + follow + lines);
  }
}
