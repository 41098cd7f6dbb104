/**
 * What is stored about an image while it is labeled: its annotations, which event about them wins, and its vector.
 * Pure; storage is an interface.
 */
@NullMarked
package dev.annorank.state;

import org.jspecify.annotations.NullMarked;
