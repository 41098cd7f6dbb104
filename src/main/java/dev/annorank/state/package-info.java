/**
 * What is remembered of an image while it is labeled: its annotations, which event about them wins, and the vector they
 * add up to. Pure; storage is an interface.
 */
@NullMarked
package dev.annorank.state;

import org.jspecify.annotations.NullMarked;
