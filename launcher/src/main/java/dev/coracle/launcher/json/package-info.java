/** JSON for small files: streaming only, so that reading one costs a command next to nothing. */
@NullMarked
package dev.coracle.launcher.json;

import org.jspecify.annotations.NullMarked;
