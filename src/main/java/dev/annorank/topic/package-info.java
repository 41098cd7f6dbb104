/** The public topics: names and settings, keys, and how each value is written and read. The only home of those strings. */
@NullMarked
package dev.annorank.topic;

import org.jspecify.annotations.NullMarked;
