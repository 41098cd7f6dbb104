package dev.annorank.cluster;

import dev.annorank.topic.EpochTimes;
import java.time.Clock;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** What the log of {@code ranking-epochs} still holds: retention, or somebody who emptied it, takes records from it. */
public final class EpochLog {
    private EpochLog() {}

    /**
     * Looks at the log; reads nothing of it.
     *
     * @throws org.apache.kafka.common.KafkaException if the brokers do not say, or if there is no such topic
     */
    public static EpochTimes times(Admin admin, String topic, Clock clock) {
        // Before the log is asked: what is published meanwhile is later, and not taken for lost.
        long askedMs = clock.millis();
        List<TopicPartition> partitions = Partitions.of(admin, List.of(topic));
        long first = times(admin, partitions, OffsetSpec.forTimestamp(0)).min().orElse(Long.MAX_VALUE);
        long last = times(admin, partitions, OffsetSpec.maxTimestamp()).max().orElse(-1);
        return new EpochTimes(first, last, askedMs);
    }

    private static LongStream times(Admin admin, List<TopicPartition> partitions, OffsetSpec which) {
        return Partitions.offsets(admin, partitions, which, IsolationLevel.READ_UNCOMMITTED).values().stream()
                .mapToLong(ListOffsetsResultInfo::timestamp)
                .filter(ms -> ms >= 0);
    }
}
