/** What runs in a cluster, and what a developer does with it all day. */
@NullMarked
package dev.coracle.gui.workloads;

import org.jspecify.annotations.NullMarked;
