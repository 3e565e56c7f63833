/** The icon in the system's panel, its menu, and what it is made of. */
@NullMarked
package dev.coracle.gui.tray;

import org.jspecify.annotations.NullMarked;
