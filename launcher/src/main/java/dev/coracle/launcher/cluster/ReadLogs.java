package dev.coracle.launcher.cluster;

import java.util.function.Consumer;

/** Reads the logs of the node: of its components over SSH, or its console when it is down. */
public final class ReadLogs {
  /** Lines come in order of component; with {@code follow} as they are written. */
  public void run(String name, LogRequest request, Consumer<String> lines)
      throws InterruptedException {
    throw new UnsupportedOperationException(name + request + lines);
  }

  /** The commands that were run in this home, oldest first. */
  public void audit(int last, Consumer<String> lines) {
    throw new UnsupportedOperationException(last + "" + lines);
  }
}
