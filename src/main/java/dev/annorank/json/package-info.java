/**
 * COCO annotation objects from JSON straight into primitive arrays, and back; shared by events and files. Nothing here
 * builds trees: a reader walks Jackson's token stream once, remembers the first thing wrong with an object and goes on,
 * so that whoever called it decides whether that matters.
 */
@NullMarked
package dev.annorank.json;

import org.jspecify.annotations.NullMarked;
