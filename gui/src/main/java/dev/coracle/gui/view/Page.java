package dev.coracle.gui.view;

import javafx.scene.Node;
import org.kordamp.ikonli.Ikon;

/**
 * One page of the window. Pages about a cluster are made anew when another cluster is selected. All
 * methods are called on the FX thread and must not block.
 */
public interface Page {
  /** Stable: {@code overview}. */
  String id();

  /** In the user's language. */
  String title();

  Ikon icon();

  /** What it shows; made at the first call, and the same at each. */
  Node node();

  /** It is seen from now on: what it shows is to be kept up to date. */
  default void onShown() {}

  /** It is not seen any more; it may be shown again. */
  default void onHidden() {}

  /** It will never be shown again. */
  default void close() {}
}
