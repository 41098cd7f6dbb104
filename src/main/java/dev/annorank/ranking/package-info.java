/**
 * From vectors to an exact ranking: exact sums, class totals, the index of a dataset's images, and what of a new
 * ranking to publish. Pure functions and primitive arrays; knows nothing of Kafka.
 */
@NullMarked
package dev.annorank.ranking;

import org.jspecify.annotations.NullMarked;
