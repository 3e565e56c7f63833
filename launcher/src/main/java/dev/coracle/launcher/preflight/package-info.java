/** Checks of the host as data: what is checked, what was found, how to put it right. */
@NullMarked
package dev.coracle.launcher.preflight;

import org.jspecify.annotations.NullMarked;
