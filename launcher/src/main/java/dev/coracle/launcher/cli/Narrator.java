package dev.coracle.launcher.cli;

import dev.coracle.launcher.cluster.ClusterEvent;
import java.util.function.Consumer;

/** Tells the user what a use case is doing. */
interface Narrator extends Consumer<ClusterEvent>, AutoCloseable {
  /** A use case that tells what it does. */
  interface Work<T> {
    T run(Consumer<ClusterEvent> events) throws InterruptedException;
  }

  /** Leaves the terminal in order, whatever was being shown. */
  @Override
  void close();

  static <T> T tell(Session session, boolean json, Work<T> work) throws InterruptedException {
    try (var narrator = to(session, json)) {
      return work.run(narrator);
    }
  }

  private static Narrator to(Session session, boolean json) {
    if (json) {
      return new EventNarrator(session.out());
    }
    return session.animated() ? new LiveNarrator(session.err()) : new PlainNarrator(session.err());
  }
}
