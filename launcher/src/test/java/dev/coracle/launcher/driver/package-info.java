@NullMarked
package dev.coracle.launcher.driver;

import org.jspecify.annotations.NullMarked;
