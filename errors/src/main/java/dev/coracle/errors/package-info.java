/** The error scheme: every failure that a user meets is a {@link Problem} with a stable ID. */
@NullMarked
package dev.coracle.errors;

import org.jspecify.annotations.NullMarked;
