/**
 * Readers of annotation files: one file in, annotated images out; and of what labeling tools post: one payload in, events
 * out.
 */
@NullMarked
package dev.annorank.format;

import org.jspecify.annotations.NullMarked;
