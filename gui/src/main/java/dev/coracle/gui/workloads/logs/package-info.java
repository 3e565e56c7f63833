/** What a container writes: kept in files as it comes, read where it is looked at. */
@NullMarked
package dev.coracle.gui.workloads.logs;

import org.jspecify.annotations.NullMarked;
