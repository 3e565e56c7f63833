@NullMarked
package dev.coracle.gui.images;

import org.jspecify.annotations.NullMarked;
