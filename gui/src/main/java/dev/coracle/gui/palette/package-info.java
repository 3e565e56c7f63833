/** Every action by a few letters of its name. */
@NullMarked
package dev.coracle.gui.palette;

import org.jspecify.annotations.NullMarked;
