@NullMarked
package dev.coracle.gui.workloads;

import org.jspecify.annotations.NullMarked;
