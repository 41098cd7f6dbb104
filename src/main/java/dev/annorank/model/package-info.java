/**
 * The data of annorank as immutable records: events, annotations, segmentations, scores and vectors. Nothing here
 * computes, reads or writes. A constructor that returns has checked its values.
 */
@NullMarked
package dev.annorank.model;

import org.jspecify.annotations.NullMarked;
