@NullMarked
package dev.coracle.launcher.configdisk;

import org.jspecify.annotations.NullMarked;
