@NullMarked
package dev.coracle.gui.addons;

import org.jspecify.annotations.NullMarked;
