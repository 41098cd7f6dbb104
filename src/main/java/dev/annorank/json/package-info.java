/**
 * COCO annotation objects from JSON straight into primitive arrays; shared by events and files.
 */
@NullMarked
package dev.annorank.json;

import org.jspecify.annotations.NullMarked;
