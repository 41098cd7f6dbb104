package dev.annorank.bench;

import dev.annorank.bench.Product.Application;
import dev.annorank.config.KafkaProperties;
import dev.annorank.topic.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/**
 * The least that any Kafka Streams application does with an event: reads it, and writes the {@value #OUTPUT_BYTES} bytes it
 * begins with to another topic. With the same broker and settings, what it makes of a second is what no topology exceeds.
 */
final class Ceiling implements Application {
    private static final int OUTPUT_BYTES = 100;
    private static final String ID = "annorank-bench-ceiling";
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private final KafkaStreams streams;

    private Ceiling(KafkaStreams streams) {
        this.streams = streams;
    }

    static Application start(Site site) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(site.topics().annotations(), Consumed.with(BYTES, BYTES))
                .mapValues(value -> Arrays.copyOf(value, OUTPUT_BYTES))
                .to(Site.CEILING, Produced.with(BYTES, BYTES));
        Properties properties = new Properties();
        properties.putAll(new KafkaProperties(site.settings()).streams());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, ID);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, false);
        KafkaStreams streams = new KafkaStreams(builder.build(), properties);
        streams.start();
        return Waiting.untilRunning(new Ceiling(streams), site.stop());
    }

    /** Waits until it has committed so many events. */
    static void await(Site site, Application ceiling, long events) {
        try (Admin admin = Admin.create(new KafkaProperties(site.settings()).admin())) {
            Waiting.until(ceiling, () -> committed(admin, site.topics()) >= events, site.stop());
        }
    }

    private static long committed(Admin admin, Topics topics) {
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(ID)
                    .partitionsToOffsetAndMetadata()
                    .get();
            long sum = 0;
            for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : offsets.entrySet()) {
                if (entry.getKey().topic().equals(topics.annotations()) && entry.getValue() != null) {
                    sum += entry.getValue().offset();
                }
            }
            return sum;
        } catch (ExecutionException e) {
            throw new BenchException("the broker does not tell what was committed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    @Override
    public boolean isRunning() {
        return streams.state() == State.RUNNING;
    }

    @Override
    public boolean isLive() {
        return !List.of(State.ERROR, State.PENDING_ERROR, State.NOT_RUNNING).contains(streams.state());
    }

    @Override
    public void pause() {
        streams.pause();
    }

    @Override
    public void resume() {
        streams.resume();
    }

    @Override
    public void close() {
        streams.close(Duration.ofSeconds(30));
    }
}
