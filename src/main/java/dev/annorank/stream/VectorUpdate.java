package dev.annorank.stream;

import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageVector;
import org.jspecify.annotations.Nullable;

/**
 * What flows from collect to rank: the new vector of an image, and what became of the events behind it.
 *
 * @param vector the image's vector from now on; empty if the image is gone; null if it stays as it is
 * @param counts events this update stands for
 */
record VectorUpdate(@Nullable ImageVector vector, EventCounts counts) {}
