package dev.coracle.gui.tray;

/** How the icon is drawn; nothing tells an application what colour the panel has. */
public enum TrayTone {
  /** In colours that can be told apart on any panel. */
  COLOUR,
  /** In black, for a light panel. */
  DARK,
  /** In white, for a dark panel. */
  LIGHT
}
