/**
 * The public face in Kafka: topic names and specifications, keys, and how each value is written and read. The
 * only home of those strings.
 */
@NullMarked
package dev.annorank.topic;

import org.jspecify.annotations.NullMarked;
