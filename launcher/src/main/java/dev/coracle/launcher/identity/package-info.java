/** Keys and certificates: who the user's clusters are, and who may speak to them. */
@NullMarked
package dev.coracle.launcher.identity;

import org.jspecify.annotations.NullMarked;
