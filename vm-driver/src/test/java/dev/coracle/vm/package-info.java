@NullMarked
package dev.coracle.vm;

import org.jspecify.annotations.NullMarked;
