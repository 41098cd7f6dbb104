/** Why a Kafka client fails, in one sentence that names the setting to look at. */
@NullMarked
package dev.annorank.client;

import org.jspecify.annotations.NullMarked;
