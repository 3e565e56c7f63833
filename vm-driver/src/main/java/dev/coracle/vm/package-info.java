/** The driver SPI: what the launcher asks of a hypervisor, and nothing of Kubernetes. */
@NullMarked
package dev.coracle.vm;

import org.jspecify.annotations.NullMarked;
