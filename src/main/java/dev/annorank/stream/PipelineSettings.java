package dev.annorank.stream;

import dev.annorank.model.PruneRate;
import dev.annorank.ranking.PublishPolicy;
import dev.annorank.score.Measure;
import dev.annorank.state.ImageLimits;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What the data path can be told.
 *
 * @param measure how a mask is measured
 * @param includeCrowds whether instances marked iscrowd are scored like others; the paper leaves them out
 * @param maxMaskPixels largest width times height of an image or mask
 * @param maxEventBytes longest record that is read
 * @param maxValueBytes longest value of a record that is written, before compression; a dead letter that is longer is cut
 * @param imageLimits the most that one image may hold
 * @param tombstoneRetention how long deletions are remembered, above 0; a later event with an older version is then taken
 * @param policy which changes of a ranking are published
 * @param interval least time between two epochs of a dataset, above 0
 * @param rankPartitions over how many partitions datasets spread, at least 1; fixed once there is state
 * @param publishChunk records emitted in one go, at least 1; between two chunks Kafka Streams can commit
 */
public record PipelineSettings(
        Measure measure,
        boolean includeCrowds,
        long maxMaskPixels,
        int maxEventBytes,
        int maxValueBytes,
        ImageLimits imageLimits,
        Duration tombstoneRetention,
        PublishPolicy policy,
        Duration interval,
        int rankPartitions,
        int publishChunk) {
    public PipelineSettings {
        if (tombstoneRetention.isNegative() || tombstoneRetention.isZero()) {
            throw new IllegalArgumentException("tombstoneRetention is " + tombstoneRetention);
        }
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("interval is " + interval);
        }
        if (rankPartitions < 1) {
            throw new IllegalArgumentException("rankPartitions is " + rankPartitions);
        }
        if (publishChunk < 1) {
            throw new IllegalArgumentException("publishChunk is " + publishChunk);
        }
    }

    /** The prune rates as they are written in records, in the order of the kept masks' bits. */
    List<String> pruneRateNames() {
        return Arrays.stream(policy.pruneRates()).mapToObj(PruneRate::text).toList();
    }

    /** All prune rates in one text. */
    String pruneRatesText() {
        return String.join(",", pruneRateNames());
    }
}
