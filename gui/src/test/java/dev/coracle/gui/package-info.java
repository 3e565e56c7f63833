@NullMarked
package dev.coracle.gui;

import org.jspecify.annotations.NullMarked;
