/** The command line: commands, wiring and exit codes. The only package that reads the wall clock. */
@NullMarked
package dev.annorank.app;

import org.jspecify.annotations.NullMarked;
