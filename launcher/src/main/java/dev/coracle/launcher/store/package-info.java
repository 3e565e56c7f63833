/** The home on disk: layout, versioned JSON, locks. */
@NullMarked
package dev.coracle.launcher.store;

import org.jspecify.annotations.NullMarked;
