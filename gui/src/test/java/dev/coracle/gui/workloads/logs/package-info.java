@NullMarked
package dev.coracle.gui.workloads.logs;

import org.jspecify.annotations.NullMarked;
