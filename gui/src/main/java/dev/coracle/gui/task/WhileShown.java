package dev.coracle.gui.task;

import java.util.Optional;
import java.util.function.Supplier;

/** What a page asks while it is shown. Belongs to the FX thread. */
public final class WhileShown {
  private final Supplier<Background.Asking> question;
  private Optional<Background.Asking> asking = Optional.empty();

  /**
   * @param question asks it anew
   */
  public WhileShown(Supplier<Background.Asking> question) {
    this.question = question;
  }

  /** The page is shown: asks, and no more what was asked before. */
  public void begin() {
    instead(question.get());
  }

  /** Asks anew, if the page is shown. */
  public void again() {
    if (asking.isPresent()) {
      begin();
    }
  }

  /** The answer to this is awaited now, and no more to what was asked before. */
  public void instead(Background.Asking other) {
    end();
    asking = Optional.of(other);
  }

  /** The page is not shown any more. */
  public void end() {
    asking.ifPresent(Background.Asking::close);
    asking = Optional.empty();
  }
}
