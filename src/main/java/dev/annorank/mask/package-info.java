/**
 * From a segmentation to a shape: run-length decoding, polygon filling, contour tracing (equal to OpenCV) and JTS
 * polygons. Coordinates are pixels, x to the right and y down; pixel centres are whole numbers.
 */
@NullMarked
package dev.annorank.mask;

import org.jspecify.annotations.NullMarked;
