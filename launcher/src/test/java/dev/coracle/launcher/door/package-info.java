@NullMarked
package dev.coracle.launcher.door;

import org.jspecify.annotations.NullMarked;
