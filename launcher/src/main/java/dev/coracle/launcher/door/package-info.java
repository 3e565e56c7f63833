/** An address of this host that only its user's own programs reach. */
@NullMarked
package dev.coracle.launcher.door;

import org.jspecify.annotations.NullMarked;
