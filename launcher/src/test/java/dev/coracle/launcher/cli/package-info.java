@NullMarked
package dev.coracle.launcher.cli;

import org.jspecify.annotations.NullMarked;
