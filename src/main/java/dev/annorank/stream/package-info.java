/** The data path: {@code RankingTopology} and its processors. */
@NullMarked
package dev.annorank.stream;

import org.jspecify.annotations.NullMarked;
