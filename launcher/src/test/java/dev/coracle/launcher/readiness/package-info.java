@NullMarked
package dev.coracle.launcher.readiness;

import org.jspecify.annotations.NullMarked;
