@NullMarked
package dev.coracle.launcher.archive;

import org.jspecify.annotations.NullMarked;
