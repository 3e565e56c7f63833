/**
 * The QEMU driver: one QEMU and one network process per machine, both detached; nothing else runs.
 */
@NullMarked
package dev.coracle.vm.qemu;

import org.jspecify.annotations.NullMarked;
