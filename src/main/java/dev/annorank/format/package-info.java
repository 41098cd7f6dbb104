/**
 * Readers of annotation files: one file in, annotated images out.
 */
@NullMarked
package dev.annorank.format;

import org.jspecify.annotations.NullMarked;
