@NullMarked
package dev.coracle.gui.problem;

import org.jspecify.annotations.NullMarked;
