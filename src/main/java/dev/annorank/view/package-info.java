/** What a reader of the public topics knows of each dataset, epoch by whole epoch. */
@NullMarked
package dev.annorank.view;

import org.jspecify.annotations.NullMarked;
