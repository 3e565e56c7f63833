/** The command line: one class per command, over the use cases of {@link dev.coracle.launcher}. */
@NullMarked
package dev.coracle.launcher.cli;

import org.jspecify.annotations.NullMarked;
