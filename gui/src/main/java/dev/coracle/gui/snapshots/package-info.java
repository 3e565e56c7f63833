/** Saved states of a cluster, and copies of it. */
@NullMarked
package dev.coracle.gui.snapshots;

import org.jspecify.annotations.NullMarked;
