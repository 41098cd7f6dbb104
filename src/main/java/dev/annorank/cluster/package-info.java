/**
 * Operations on an installation as a whole: whether settings and stored state belong together, and computing
 * everything, or one dataset, again from the annotations.
 *
 * <p>An installation is what an application id stands for: a consumer group, its internal topics, the local state of every
 * machine that ran a worker, and the topics with its prefix. The {@link ScoringManifest} says what it
 * was computed with.
 */
@NullMarked
package dev.annorank.cluster;

import org.jspecify.annotations.NullMarked;
