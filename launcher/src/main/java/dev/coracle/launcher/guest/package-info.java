/** A shell in the guest over SSH: run, copy, tunnel. */
@NullMarked
package dev.coracle.launcher.guest;

import org.jspecify.annotations.NullMarked;
