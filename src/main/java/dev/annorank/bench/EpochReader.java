package dev.annorank.bench;

import dev.annorank.config.KafkaProperties;
import dev.annorank.model.RankingEpoch;
import dev.annorank.topic.RankingEpochSerde;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads committed epochs, and so knows how many events the published ranking is of. */
final class EpochReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final StopSignal stop;
    private final Consumer<String, RankingEpoch> consumer;
    private final List<RankingEpoch> epochs = new ArrayList<>();

    EpochReader(Site site) {
        stop = site.stop();
        consumer = new KafkaConsumer<>(
                new KafkaProperties(site.settings()).consumer(),
                new StringDeserializer(),
                new RankingEpochSerde().deserializer());
        String topic = site.topics().rankingEpochs();
        consumer.assign(consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList());
    }

    /** Waits until an epoch reports so many events, and returns the time at which it was read, of {@link System#nanoTime}. */
    long await(Product.Application application, long events) {
        long start = System.nanoTime();
        while (reported() < events) {
            Waiting.requireLive(application, start, stop);
            for (ConsumerRecord<String, RankingEpoch> record : consumer.poll(POLL)) {
                if (record.value() != null) {
                    epochs.add(record.value());
                }
            }
        }
        long end = System.nanoTime();
        RankingEpoch last = epochs.get(epochs.size() - 1);
        if (last.totals().applied() != events) {
            throw new BenchException(
                    "of " + events + " events only " + last.totals().applied() + " took effect; see the dead letters");
        }
        return end;
    }

    private long reported() {
        return epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).totals().total();
    }

    /** All that were read. */
    List<RankingEpoch> epochs() {
        return List.copyOf(epochs);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
