/** Reads what labeling tools post to a webhook: one payload in, events out. */
@NullMarked
package dev.annorank.format.tool;

import org.jspecify.annotations.NullMarked;
