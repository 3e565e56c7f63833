/** For tests of this module and of those that use it: fakes, and what every driver must do. */
@NullMarked
package dev.coracle.vm.testing;

import org.jspecify.annotations.NullMarked;
