package dev.annorank.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationDeleted;
import dev.annorank.score.EventScorer;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import dev.annorank.topic.EventReader;
import dev.annorank.topic.EventWriter;
import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class DatasetReplayTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private long nowNs = Long.MAX_VALUE - 1;
    private final OutputWriter out = new OutputWriter(producer, () -> nowNs);
    private final DatasetReplay replay = new DatasetReplay(
            "d",
            new EventReader(1 << 20),
            new EventScorer(new InstanceScorer(Measure.CONTOUR, 1 << 20, false)),
            out,
            "instance-scores");

    @Test
    void shouldLeaveNoTransactionOpen_whenOtherDatasetsEventsTakeLong() {
        replay.accept(event("d", "1"));
        for (int i = 0; i < 61; i++) {
            pass(Duration.ofSeconds(1));
            replay.accept(event("other", "1"));
        }
        assertThat(producer.transactionInFlight()).isFalse();
        assertThat(producer.history()).as("forgotten, and its event").hasSize(2);

        replay.accept(event("d", "2"));
        assertThat(producer.transactionInFlight()).isTrue();
        out.commit();
        assertThat(producer.history()).hasSize(4);
        assertThat(producer.commitCount()).isEqualTo(2);
        assertThat(replay.events()).isEqualTo(2);
    }

    @Test
    void shouldLeaveNoTransactionOpen_whenUselessRecordsTakeLong() {
        replay.accept(event("d", "1"));
        pass(Duration.ofSeconds(61));
        replay.accept(new ConsumerRecord<>("annotations", 0, 0, null, "{".getBytes(UTF_8)));
        assertThat(producer.transactionInFlight()).isFalse();
    }

    @Test
    void shouldWriteManyInOneTransaction_whenTheyComeFast() {
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofMillis(1));
            replay.accept(event("d", "image " + i));
        }
        out.commit();
        assertThat(producer.commitCount()).isOne();
    }

    private void pass(Duration time) {
        nowNs += time.toNanos();
    }

    private static ConsumerRecord<byte[], byte[]> event(String dataset, String image) {
        AnnotationEvent event = new AnnotationDeleted(dataset, OptionalLong.of(1), image, "a");
        return new ConsumerRecord<>("annotations", 0, 0, EventWriter.key(event), EventWriter.value(event));
    }
}
