@NullMarked
package dev.coracle.vm.qemu;

import org.jspecify.annotations.NullMarked;
