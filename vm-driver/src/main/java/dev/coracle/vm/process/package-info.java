/** Runs programs of the host: no shell, captured output, time limits. */
@NullMarked
package dev.coracle.vm.process;

import org.jspecify.annotations.NullMarked;
