@NullMarked
package dev.coracle.launcher.identity;

import org.jspecify.annotations.NullMarked;
