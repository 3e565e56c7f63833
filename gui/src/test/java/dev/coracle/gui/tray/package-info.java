@NullMarked
package dev.coracle.gui.tray;

import org.jspecify.annotations.NullMarked;
