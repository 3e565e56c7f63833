@NullMarked
package dev.coracle.gui.workloads.objects;

import org.jspecify.annotations.NullMarked;
