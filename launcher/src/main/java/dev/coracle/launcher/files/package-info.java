/** Writing a file so that a crash leaves the old content or the new, never a mixture. */
@NullMarked
package dev.coracle.launcher.files;

import org.jspecify.annotations.NullMarked;
