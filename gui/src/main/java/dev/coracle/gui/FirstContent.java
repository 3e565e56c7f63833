package dev.coracle.gui;

import dev.coracle.gui.view.Page;
import java.util.Optional;
import javafx.animation.AnimationTimer;
import javafx.beans.value.ObservableValue;

/** Waits until a page has been drawn: for what makes the start's cache, and for who measures it. */
final class FirstContent extends AnimationTimer {
  /** In the second frame after a page came, the first with it has been drawn. */
  private static final int FRAMES = 2;

  private final ObservableValue<Optional<Page>> page;
  private final Runnable action;
  private int frames;

  FirstContent(ObservableValue<Optional<Page>> page, Runnable action) {
    this.page = page;
    this.action = action;
  }

  @Override
  public void handle(long now) {
    if (page.getValue().isPresent() && ++frames == FRAMES) {
      stop();
      action.run();
    }
  }
}
