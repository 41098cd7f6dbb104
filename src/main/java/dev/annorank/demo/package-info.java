/** A simulated labeling session: seeded, endless, shaped like real ones. */
@NullMarked
package dev.annorank.demo;

import org.jspecify.annotations.NullMarked;
