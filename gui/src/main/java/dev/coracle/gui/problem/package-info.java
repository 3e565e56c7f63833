/** What went wrong, as the CLI would tell it. */
@NullMarked
package dev.coracle.gui.problem;

import org.jspecify.annotations.NullMarked;
