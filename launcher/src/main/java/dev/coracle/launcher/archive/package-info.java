/** One file of many: compressed, with a checksum of each, whole or not there. */
@NullMarked
package dev.coracle.launcher.archive;

import org.jspecify.annotations.NullMarked;
