package dev.annorank.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class UnreadablePartitionTest {
    @Test
    void shouldKnowThePartition_inEachOfTheWordsOfAConsumer() {
        TopicPartition partition = new TopicPartition("annorank.image-ranking", 3);
        String received =
                "Received exception when fetching the next record from annorank.image-ranking-3. If needed, please"
                        + " seek past the record to continue consumption.";
        String invalid = "Record batch for partition annorank.image-ranking-3 at offset 52 is invalid, cause: Record is"
                + " corrupt (stored crc = 1, computed crc = 2)";
        String corrupt =
                "Encountered corrupt message when fetching offset 52 for topic-partition annorank.image-ranking-3";
        assertThat(UnreadablePartition.in(new KafkaException(received, new KafkaException(invalid))))
                .contains(partition);
        assertThat(UnreadablePartition.in(new KafkaException(invalid))).contains(partition);
        assertThat(UnreadablePartition.in(new IllegalStateException(new KafkaException(corrupt))))
                .contains(partition);
    }

    @Test
    void shouldKnowNone_whenTheFailureIsAnother() {
        assertThat(UnreadablePartition.in(new TimeoutException("for partition a-1 within 3 s")))
                .isEmpty();
        assertThat(UnreadablePartition.in(new SerializationException("the next record from a-1.")))
                .isEmpty();
        assertThat(UnreadablePartition.in(new KafkaException("Failed to construct kafka consumer")))
                .isEmpty();
    }
}
