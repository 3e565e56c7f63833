@NullMarked
package dev.coracle.launcher.guest;

import org.jspecify.annotations.NullMarked;
