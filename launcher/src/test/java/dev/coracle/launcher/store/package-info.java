@NullMarked
package dev.coracle.launcher.store;

import org.jspecify.annotations.NullMarked;
