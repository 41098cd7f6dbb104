package dev.annorank.bench;

import dev.annorank.config.KafkaProperties;
import dev.annorank.model.ImageRanking;
import dev.annorank.topic.ImageRankingSerde;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads committed records of images from now on in a thread of its own, and notes how old the events are they report. */
final class ImageReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(10);

    private final Consumer<String, ImageRanking> consumer;
    private final Unreported unreported;
    private final Histogram histogram;
    private final Thread thread = new Thread(this::read, "bench-images");
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private volatile boolean closing;

    /** @param histogram of microseconds; to be looked at once this is closed or nothing is unreported */
    ImageReader(Site site, Unreported unreported, Histogram histogram) {
        this.unreported = unreported;
        this.histogram = histogram;
        consumer = new KafkaConsumer<>(
                new KafkaProperties(site.settings()).consumer(),
                new StringDeserializer(),
                new ImageRankingSerde().deserializer());
        String topic = site.topics().imageRanking();
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // The end is looked for only when it is asked for.
        partitions.forEach(consumer::position);
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try {
            while (!closing) {
                for (ConsumerRecord<String, ImageRanking> record : consumer.poll(POLL)) {
                    ImageRanking image = record.value();
                    if (image != null) {
                        unreported.report(image.image(), image.instances(), this::note);
                    }
                }
            }
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    private void note(long dueNs) {
        histogram.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - dueNs)));
    }

    /** Throws if reading has failed. */
    void check() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw new BenchException("the rankings cannot be read: " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
    }
}
