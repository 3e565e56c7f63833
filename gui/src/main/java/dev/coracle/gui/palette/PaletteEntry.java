package dev.coracle.gui.palette;

/**
 * Something that can be done now.
 *
 * @param text what a person reads and searches
 */
public record PaletteEntry(String text, Runnable action) {}
