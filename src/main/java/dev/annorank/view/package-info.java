/** What is known of a dataset from the public topics alone, and how a terminal shows it. */
@NullMarked
package dev.annorank.view;

import org.jspecify.annotations.NullMarked;
