/**
 * The data path: one topology class and its processors.
 */
@NullMarked
package dev.annorank.stream;

import org.jspecify.annotations.NullMarked;
