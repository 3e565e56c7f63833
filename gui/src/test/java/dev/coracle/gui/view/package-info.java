@NullMarked
package dev.coracle.gui.view;

import org.jspecify.annotations.NullMarked;
