/** Validated settings from, in this order, flags, the environment, a file and the defaults. */
@NullMarked
package dev.annorank.config;

import org.jspecify.annotations.NullMarked;
