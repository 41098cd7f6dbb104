/** Benchmarks: a dataset of COCO's published shape, drawn from a seed, and how fast the program processes it. */
@NullMarked
package dev.annorank.bench;

import org.jspecify.annotations.NullMarked;
