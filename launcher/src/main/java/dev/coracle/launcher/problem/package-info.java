/** The error catalogue of the launcher; a leaf that every package of it may import. */
@NullMarked
package dev.coracle.launcher.problem;

import org.jspecify.annotations.NullMarked;
