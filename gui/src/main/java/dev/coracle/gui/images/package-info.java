/** The images in the node of a cluster. */
@NullMarked
package dev.coracle.gui.images;

import org.jspecify.annotations.NullMarked;
