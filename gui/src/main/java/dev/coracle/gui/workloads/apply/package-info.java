/** Objects from YAML: tried on the server, shown as a difference, applied. */
@NullMarked
package dev.coracle.gui.workloads.apply;

import org.jspecify.annotations.NullMarked;
