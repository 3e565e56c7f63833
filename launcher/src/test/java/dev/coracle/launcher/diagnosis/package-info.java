@NullMarked
package dev.coracle.launcher.diagnosis;

import org.jspecify.annotations.NullMarked;
