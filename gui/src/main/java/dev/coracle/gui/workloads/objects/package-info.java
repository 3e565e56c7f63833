/** What a cluster holds, kept up to date and told as rows of a table; knows no stage. */
@NullMarked
package dev.coracle.gui.workloads.objects;

import org.jspecify.annotations.NullMarked;
