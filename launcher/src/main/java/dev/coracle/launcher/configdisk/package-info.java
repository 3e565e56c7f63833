/** The disk that tells a guest at boot what it is. */
@NullMarked
package dev.coracle.launcher.configdisk;

import org.jspecify.annotations.NullMarked;
