/** A dataset of COCO's published shape, drawn from a seed, and how fast the program works on it. */
@NullMarked
package dev.annorank.bench;

import org.jspecify.annotations.NullMarked;
