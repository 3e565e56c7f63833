/** The desktop app: the composition of its pages, and the window. */
@NullMarked
package dev.coracle.gui;

import org.jspecify.annotations.NullMarked;
