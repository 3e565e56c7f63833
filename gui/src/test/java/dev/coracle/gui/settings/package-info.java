@NullMarked
package dev.coracle.gui.settings;

import org.jspecify.annotations.NullMarked;
