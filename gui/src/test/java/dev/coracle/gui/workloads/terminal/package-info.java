@NullMarked
package dev.coracle.gui.workloads.terminal;

import org.jspecify.annotations.NullMarked;
