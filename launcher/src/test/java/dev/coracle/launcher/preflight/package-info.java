@NullMarked
package dev.coracle.launcher.preflight;

import org.jspecify.annotations.NullMarked;
