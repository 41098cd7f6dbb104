/** Output that is there whole or not at all, and temporary files that are gone when the process ends. */
@NullMarked
package dev.annorank.files;

import org.jspecify.annotations.NullMarked;
