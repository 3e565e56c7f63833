/** What must hold before a guest is usable, and waiting for it. */
@NullMarked
package dev.coracle.launcher.readiness;

import org.jspecify.annotations.NullMarked;
