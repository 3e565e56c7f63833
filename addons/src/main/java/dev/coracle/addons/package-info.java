/** The catalogue of addons: what can be added to a cluster, as data in folders (docs/addons.md). */
@NullMarked
package dev.coracle.addons;

import org.jspecify.annotations.NullMarked;
