@NullMarked
package dev.coracle.gui.workloads.apply;

import org.jspecify.annotations.NullMarked;
