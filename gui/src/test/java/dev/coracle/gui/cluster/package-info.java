@NullMarked
package dev.coracle.gui.cluster;

import org.jspecify.annotations.NullMarked;
