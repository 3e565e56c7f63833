@NullMarked
package dev.coracle.launcher.json;

import org.jspecify.annotations.NullMarked;
