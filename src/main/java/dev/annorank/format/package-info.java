/**
 * Readers of annotation files and of what labeling tools post, and writers of the kept subset of a dataset. A file
 * gives annotated images, one after the other; a payload of a webhook gives events.
 */
@NullMarked
package dev.annorank.format;

import org.jspecify.annotations.NullMarked;
