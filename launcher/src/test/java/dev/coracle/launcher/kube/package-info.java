@NullMarked
package dev.coracle.launcher.kube;

import org.jspecify.annotations.NullMarked;
