/** A Kafka broker (KRaft, combined mode) inside this process. */
@NullMarked
package dev.annorank.broker;

import org.jspecify.annotations.NullMarked;
