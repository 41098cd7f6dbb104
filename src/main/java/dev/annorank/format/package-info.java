/**
 * What all readers and writers of files share: instances as a file gives them, problems of records that cannot be used,
 * and rows of text. Each format is a package of its own.
 */
@NullMarked
package dev.annorank.format;

import org.jspecify.annotations.NullMarked;
