/** The catalogue of meters, with their names, units and tags, and what updates them. */
@NullMarked
package dev.annorank.metrics;

import org.jspecify.annotations.NullMarked;
