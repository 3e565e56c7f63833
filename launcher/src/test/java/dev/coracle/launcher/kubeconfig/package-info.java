@NullMarked
package dev.coracle.launcher.kubeconfig;

import org.jspecify.annotations.NullMarked;
