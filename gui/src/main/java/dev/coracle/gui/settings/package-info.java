/** What a cluster has of this computer. */
@NullMarked
package dev.coracle.gui.settings;

import org.jspecify.annotations.NullMarked;
