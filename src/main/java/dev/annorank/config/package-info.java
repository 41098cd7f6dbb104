/**
 * Validated settings: flag, environment, file, default, in that order.
 */
@NullMarked
package dev.annorank.config;

import org.jspecify.annotations.NullMarked;
