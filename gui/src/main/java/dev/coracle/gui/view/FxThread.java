package dev.coracle.gui.view;

import java.util.concurrent.Executor;
import javafx.application.Platform;

/**
 * The way back to the thread that owns the window. View models get it as an {@link Executor}, so
 * that their tests need no toolkit: {@code Runnable::run} does.
 */
public final class FxThread implements Executor {
  /** Runs at once on the FX thread, else as soon as that thread comes to it. */
  @Override
  public void execute(Runnable work) {
    if (Platform.isFxApplicationThread()) {
      work.run();
    } else {
      Platform.runLater(work);
    }
  }
}
