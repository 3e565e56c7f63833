package dev.coracle.gui.tray;

/**
 * All that a panel shows.
 *
 * @param title for who points at the icon, and for who cannot see it
 */
public record TrayView(TrayState state, TrayTone tone, String title, TrayMenu menu) {}
