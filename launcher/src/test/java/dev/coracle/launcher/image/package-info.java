@NullMarked
package dev.coracle.launcher.image;

import org.jspecify.annotations.NullMarked;
