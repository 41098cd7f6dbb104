/**
 * Readers of annotation files: one file in, annotated images out; of what labeling tools post: one payload in, events out;
 * and writers of what is kept of a dataset.
 */
@NullMarked
package dev.annorank.format;

import org.jspecify.annotations.NullMarked;
