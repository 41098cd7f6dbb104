package dev.annorank.config;

import dev.annorank.score.Measure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All settings, checked. {@code config/annorank.properties} says what each means.
 *
 * @param topicsPrefix what every topic's name starts with
 * @param measure how perimeter and area of a mask are taken
 * @param crowdIncluded whether instances with iscrowd score like others
 * @param rankingInterval least time between two epochs of a dataset, 10 ms to 1 day
 * @param rankingTolerance move of percentile, at least 0 and below 1, above which an image is published again
 * @param pruneRates above 0 and below 1, ascending, 1 to 20 of them
 * @param maskMaxPixels largest mask, 1 to 2^29 px
 * @param eventMaxBytes longest event, 1 KiB to 256 MiB
 * @param imageMaxInstances instances of an image, 1 to 10,000,000
 * @param imageMaxClasses classes of an image, 1 to 10,000
 * @param imageMaxClassBytes what the names of an image's classes take in JSON, 1 KiB to 64 MiB
 * @param tombstoneRetention how long deletions are remembered, 1 s to 3,650 days
 * @param rankingPartitions over how many partitions datasets spread, 1 to 1,000
 * @param publishChunk records of an epoch published in one go, 1 to 1,000,000
 * @param rocksdbMemoryBytes memory that all state stores share, 16 MiB to 1 TiB
 * @param dataDir folder of state and of the embedded broker
 * @param httpHost address of the HTTP service
 * @param httpPort its port; 0 for any free one
 * @param http what it allows
 * @param brokerPort the embedded broker's port; 0 for any free one
 * @param webhooks what the webhooks of labeling tools need
 * @param kafka every other key with its value, untouched; see {@link KafkaProperties}
 */
public record Settings(
        String topicsPrefix,
        Measure measure,
        boolean crowdIncluded,
        Duration rankingInterval,
        double rankingTolerance,
        List<Double> pruneRates,
        long maskMaxPixels,
        int eventMaxBytes,
        int imageMaxInstances,
        int imageMaxClasses,
        int imageMaxClassBytes,
        Duration tombstoneRetention,
        int rankingPartitions,
        int publishChunk,
        long rocksdbMemoryBytes,
        Path dataDir,
        String httpHost,
        int httpPort,
        HttpSettings http,
        int brokerPort,
        WebhookSettings webhooks,
        Map<String, String> kafka) {
    /** Room for a record's key of up to 1,500 bytes, its headers, and the framing of a batch. */
    private static final int RECORD_OVERHEAD = 64 * 1024;
    /** What {@link #outputMaxBytes()} is at least. */
    static final int MIN_OUTPUT_BYTES = 4 * 1024 + RECORD_OVERHEAD;

    public Settings {
        pruneRates = List.copyOf(pruneRates);
        kafka = Collections.unmodifiableMap(new LinkedHashMap<>(kafka));
    }

    /** Starts with the defaults. */
    public static SettingsBuilder builder() {
        return new SettingsBuilder();
    }

    /** The defaults. */
    public static Settings defaults() {
        return builder().build();
    }

    /** Largest record of the topic annotations in bytes: an event with its key and headers. */
    public int inputMaxBytes() {
        return eventMaxBytes + RECORD_OVERHEAD;
    }

    /**
     * Largest record that annorank may write, in bytes, before compression. Four events, since a record may name each class
     * twice and escape what the event does not, and the scores of an instance may be longer than its mask. What would not fit
     * is not taken in: scores of an event are measured before they are sent on, an image before an event is applied to it.
     */
    public int outputMaxBytes() {
        return 4 * eventMaxBytes + RECORD_OVERHEAD;
    }
}
