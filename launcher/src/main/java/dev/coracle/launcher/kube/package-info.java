/** What the launcher asks a cluster's endpoints: ready, and the status of its components. */
@NullMarked
package dev.coracle.launcher.kube;

import org.jspecify.annotations.NullMarked;
