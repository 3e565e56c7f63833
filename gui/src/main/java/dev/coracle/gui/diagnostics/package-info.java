/** What keeps a cluster from running well, and the logs of its node. */
@NullMarked
package dev.coracle.gui.diagnostics;

import org.jspecify.annotations.NullMarked;
