@NullMarked
package dev.coracle.vm.process;

import org.jspecify.annotations.NullMarked;
