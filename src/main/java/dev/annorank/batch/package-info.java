/** A whole dataset in one go, without Kafka: the same scores, the same sums and the same ranking as the stream's. */
@NullMarked
package dev.annorank.batch;

import org.jspecify.annotations.NullMarked;
