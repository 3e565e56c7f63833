/** Long actions: what they do now, how they ended, and their cancelling. */
@NullMarked
package dev.coracle.gui.task;

import org.jspecify.annotations.NullMarked;
