/** JSON for small files and messages, which cost a command next to nothing. */
@NullMarked
package dev.coracle.json;

import org.jspecify.annotations.NullMarked;
