@NullMarked
package dev.coracle.json;

import org.jspecify.annotations.NullMarked;
