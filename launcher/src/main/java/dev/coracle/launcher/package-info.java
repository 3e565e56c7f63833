/** The product without a face. {@link dev.coracle.launcher.Launcher} puts it together. */
@NullMarked
package dev.coracle.launcher;

import org.jspecify.annotations.NullMarked;
