package dev.coracle.gui.tray;

/** A place in the system's panel. */
public interface Tray extends AutoCloseable {
  /** Shows this from now on; returns at once. */
  void show(TrayView view);

  /** Takes the icon away. */
  @Override
  void close();
}
