@NullMarked
package dev.coracle.launcher.files;

import org.jspecify.annotations.NullMarked;
