@NullMarked
package dev.coracle.gui.task;

import org.jspecify.annotations.NullMarked;
