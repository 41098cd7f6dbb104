package dev.annorank.view;

import dev.annorank.model.Image;
import dev.annorank.model.InstanceDetail;
import dev.annorank.topic.ForeignRecords;
import dev.annorank.topic.InstanceDetailSerde;
import dev.annorank.topic.InstanceKey;
import dev.annorank.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the topic of instances says of each image of one dataset: its size, and where the picture is. The newest record of
 * an image counts, and for its file name the newest that has one. An image that is gone may still be there. Follows the topic
 * on a thread of its own, a daemon, until closed; memory grows with the number of images. Any thread may ask.
 */
public final class LiveImages implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveImages.class);
    private static final long STOP_MS = 5_000;

    /** What is known of an image, and of when each part is. */
    private record Known(
            int width, int height, long sizedAtMs, @Nullable String fileName, long namedAtMs) {
        static Known of(Image image, long atMs) {
            return new Known(image.width(), image.height(), atMs, image.fileName(), atMs);
        }

        Known with(Known other) {
            boolean sized = other.sizedAtMs >= sizedAtMs;
            boolean named = other.fileName != null && (fileName == null || other.namedAtMs >= namedAtMs);
            return new Known(
                    sized ? other.width : width,
                    sized ? other.height : height,
                    Math.max(sizedAtMs, other.sizedAtMs),
                    // Most records of an image say the same: one text is kept of all.
                    named && !Objects.equals(fileName, other.fileName) ? other.fileName : fileName,
                    named ? other.namedAtMs : namedAtMs);
        }
    }

    private final Map<String, Known> images = new ConcurrentHashMap<>();
    private final TopicFollower follower;
    private final Thread reading = new Thread(this::follow, "annorank-view-images");
    private volatile boolean isCaughtUp;
    private volatile @Nullable String problem;

    private LiveImages(Map<String, ?> settings, Topics topics, String dataset, ForeignRecords foreign) {
        this.follower = new TopicFollower(settings, List.of(topics.instances()), new Handler(dataset, foreign));
        reading.setDaemon(true);
    }

    /**
     * Begins to read at once.
     *
     * @param consumerSettings of a Kafka consumer; group, isolation and where to begin are set here
     * @param foreign hears of what others wrote
     * @throws org.apache.kafka.common.KafkaException if the settings make no consumer
     */
    public static LiveImages start(
            Map<String, ?> consumerSettings, Topics topics, String dataset, ForeignRecords foreign) {
        LiveImages started = new LiveImages(consumerSettings, topics, dataset, foreign);
        started.reading.start();
        return started;
    }

    /** Whether all that was there when reading began has been read. */
    public boolean isCaughtUp() {
        return isCaughtUp;
    }

    /** Why the topic cannot be read, if so: it is not there (yet), or reading has ended. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** An image; empty if the topic has no record of it. */
    public Optional<Image> find(String image) {
        Known known = images.get(image);
        return known == null
                ? Optional.empty()
                : Optional.of(new Image(image, known.width(), known.height(), known.fileName(), null));
    }

    private void follow() {
        try {
            follower.run();
        } catch (RuntimeException e) {
            problem = String.valueOf(e.getMessage());
            LOG.error("View: reading the instances has ended", e);
        }
    }

    @Override
    public void close() {
        follower.close();
        try {
            reading.join(STOP_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Handler implements TopicHandler {
        private final Deserializer<InstanceDetail> details = new InstanceDetailSerde().deserializer();
        private final DamagedBatches damaged = new DamagedBatches(offsets -> {});
        private final ForeignRecords foreign;
        private final String prefix;

        Handler(String dataset, ForeignRecords foreign) {
            this.foreign = foreign;
            this.prefix = dataset + "/";
        }

        @Override
        public void caughtUp() {
            isCaughtUp = true;
        }

        @Override
        public void missing(Set<String> topics) {
            problem = topics.isEmpty() ? null : "there is no topic " + String.join(", ", topics);
        }

        @Override
        public void record(ConsumerRecord<byte[], byte[]> one) {
            String key = RecordKeys.text(one);
            if (!key.startsWith(prefix) || one.value() == null) {
                return;
            }
            Image image = InstanceStore.requireOf(InstanceKey.parse(key), details.deserialize(one.topic(), one.value()))
                    .image();
            images.merge(image.id(), Known.of(image, one.timestamp()), Known::with);
        }

        @Override
        public boolean isNewerAtWork() {
            return foreign.isNewerAtWork();
        }

        @Override
        public void skipped(String topic, int partition, long offset, String why) {
            foreign.note(ForeignRecords.place(topic, partition, offset), why);
        }

        @Override
        public void damaged(String topic, int partition, long from, long to) {
            damaged.passed(topic, partition, from, to);
        }
    }
}
