/** End-to-end tests: the built product against real virtual machines, seen as a user sees it. */
@NullMarked
package dev.coracle.e2e;

import org.jspecify.annotations.NullMarked;
