/** The ranking of a whole dataset at once, without Kafka: the same scores, sums and ranks as the stream. */
@NullMarked
package dev.annorank.batch;

import org.jspecify.annotations.NullMarked;
