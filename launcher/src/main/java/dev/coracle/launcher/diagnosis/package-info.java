/** What somebody is given who is to find out what is wrong, without what is nobody's business. */
@NullMarked
package dev.coracle.launcher.diagnosis;

import org.jspecify.annotations.NullMarked;
