/** An API server for tests and benchmarks. */
@NullMarked
package dev.coracle.gui.workloads.fakes;

import org.jspecify.annotations.NullMarked;
