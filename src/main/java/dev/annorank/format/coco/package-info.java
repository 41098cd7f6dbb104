/** Reads annotation files in COCO and LVIS form, and writes one without the images that are not kept. */
@NullMarked
package dev.annorank.format.coco;

import org.jspecify.annotations.NullMarked;
