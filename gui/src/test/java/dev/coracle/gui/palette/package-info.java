@NullMarked
package dev.coracle.gui.palette;

import org.jspecify.annotations.NullMarked;
