/**
 * COCO annotation objects and images from JSON into primitive arrays, and back. Shared by events and files. Nothing
 * here builds trees: a reader walks Jackson's token stream once, remembers the first thing wrong with an object and
 * goes on, so that the caller decides whether that matters.
 */
@NullMarked
package dev.annorank.json;

import org.jspecify.annotations.NullMarked;
