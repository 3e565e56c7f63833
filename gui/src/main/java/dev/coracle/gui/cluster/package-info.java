/** The clusters of the home, and the pages about one. */
@NullMarked
package dev.coracle.gui.cluster;

import org.jspecify.annotations.NullMarked;
