@NullMarked
package dev.coracle.errors;

import org.jspecify.annotations.NullMarked;
