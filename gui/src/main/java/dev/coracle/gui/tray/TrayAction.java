package dev.coracle.gui.tray;

/** What a person asks for in the menu. */
public sealed interface TrayAction {
  /** Starts a cluster, or wakes it. */
  record Start(String cluster) implements TrayAction {}

  record Sleep(String cluster) implements TrayAction {}

  record Pause(String cluster) implements TrayAction {}

  record Unpause(String cluster) implements TrayAction {}

  /** Shuts a cluster down. */
  record Stop(String cluster) implements TrayAction {}

  record Restart(String cluster) implements TrayAction {}

  record OpenDashboard(String cluster) implements TrayAction {}

  record CopyAddress(String cluster) implements TrayAction {}

  /** A shell in the node, in the person's own terminal. */
  record OpenTerminal(String cluster) implements TrayAction {}

  /** Makes a cluster the one that kubectl means. */
  record UseContext(String cluster) implements TrayAction {}

  record SwitchAddon(String cluster, String addon, boolean on) implements TrayAction {}

  record NewCluster() implements TrayAction {}

  record OpenWindow() implements TrayAction {}

  record StartAtLogin(boolean on) implements TrayAction {}

  record DrawIcon(TrayTone tone) implements TrayAction {}

  record Quit() implements TrayAction {}
}
