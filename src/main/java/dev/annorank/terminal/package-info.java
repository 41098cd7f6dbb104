/** How a terminal shows a dataset: the live table, its lines, colours and numbers, and whether a person is there at all. */
@NullMarked
package dev.annorank.terminal;

import org.jspecify.annotations.NullMarked;
