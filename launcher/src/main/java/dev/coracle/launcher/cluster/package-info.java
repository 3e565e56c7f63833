/** The use cases, one class each, and the values that both faces, CLI and GUI, share. */
@NullMarked
package dev.coracle.launcher.cluster;

import org.jspecify.annotations.NullMarked;
