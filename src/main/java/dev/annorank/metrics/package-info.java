/**
 * The catalogue of meters: their names, units and tags, and what feeds them.
 */
@NullMarked
package dev.annorank.metrics;

import org.jspecify.annotations.NullMarked;
