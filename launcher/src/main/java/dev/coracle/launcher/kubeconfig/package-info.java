/** The user's kubeconfig: one cluster's entries in and out, all else left as it is. */
@NullMarked
package dev.coracle.launcher.kubeconfig;

import org.jspecify.annotations.NullMarked;
