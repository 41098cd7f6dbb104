/** Writes what is kept of a ranking, for those who train. */
@NullMarked
package dev.annorank.format.subset;

import org.jspecify.annotations.NullMarked;
