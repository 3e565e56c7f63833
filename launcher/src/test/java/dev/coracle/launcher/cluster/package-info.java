@NullMarked
package dev.coracle.launcher.cluster;

import org.jspecify.annotations.NullMarked;
