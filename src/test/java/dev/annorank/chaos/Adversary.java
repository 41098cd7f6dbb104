package dev.annorank.chaos;

import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Image;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.Segmentation.Rle;
import dev.annorank.topic.EventWriter;
import dev.annorank.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends valid events that take as much as events can: images as wide as they may be and wider, a class of its own for every
 * instance, a dataset of its own for every image, the largest polygons and run lengths. Beside the history of a run, in
 * datasets of its own.
 */
final class Adversary implements AutoCloseable {
    /** Every image and dataset of the adversary begins with it. */
    static final String PREFIX = "hostile";

    private static final int WIDE_CLASSES = 2_000;
    private static final int CLASS_LENGTH = 400;
    private static final int POINTS = 60_000;
    private static final int MAX_CLASSES = 20_000;
    private static final int MAX_DATASETS = 300;

    private final SplittableRandom random;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread = new Thread(this::send, "adversary");
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean closed;
    private int serial;

    Adversary(long seed, String bootstrapServers) {
        random = new SplittableRandom(seed);
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "delivery.timeout.ms",
                        Integer.MAX_VALUE,
                        "max.block.ms",
                        Long.MAX_VALUE,
                        "max.request.size",
                        16 * 1024 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void send() {
        while (!closed) {
            AnnotationEvent event = switch (random.nextInt(10)) {
                case 0 -> wideImage();
                case 1 -> largePolygon();
                case 2 -> longRunLengths();
                case 3, 4 -> ofOwnDataset();
                case 5, 6 -> growingImage();
                default -> ofOwnClass();
            };
            try {
                producer.send(new ProducerRecord<>(
                                Topics.standard().annotations(), EventWriter.key(event), EventWriter.value(event)))
                        .get();
                sent.incrementAndGet();
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** One of a few images, all of it at once, of some thousand classes whose names are six times as long in JSON. */
    private AnnotationEvent wideImage() {
        List<Annotation> annotations = new ArrayList<>();
        int first = random.nextInt(4) * WIDE_CLASSES;
        for (int i = 0; i < WIDE_CLASSES; i++) {
            annotations.add(new Annotation(Integer.toString(i), longName(first + i), small(), false));
        }
        return new ImageReplaced(PREFIX, OptionalLong.empty(), image(random.nextInt(3), 640, 480), annotations);
    }

    /** One image that gets one more instance of one more class with each event, past all limits. */
    private AnnotationEvent growingImage() {
        int id = serial++;
        return upsert(PREFIX, image(1_000, 640, 480), id, longName(10_000 + id), small());
    }

    private AnnotationEvent ofOwnClass() {
        int id = serial++;
        return upsert(
                PREFIX + ".classes",
                image(10_000 + id, 640, 480),
                0,
                "class " + random.nextInt(MAX_CLASSES) + " of many",
                small());
    }

    private AnnotationEvent ofOwnDataset() {
        return upsert(PREFIX + "." + random.nextInt(MAX_DATASETS), image(serial++, 640, 480), 0, "thing", small());
    }

    /** A zigzag across a large image. */
    private AnnotationEvent largePolygon() {
        double[] coordinates = new double[2 * POINTS];
        for (int i = 0; i < POINTS; i++) {
            coordinates[2 * i] = random.nextInt(4_000);
            coordinates[2 * i + 1] = (i % 2) * 50 + i / 20.0;
        }
        return upsert(PREFIX + ".large", image(random.nextInt(50), 4_000, 4_000), 0, "thing", Polygons.of(coordinates));
    }

    /** A checkerboard: a run for every few pixels. */
    private AnnotationEvent longRunLengths() {
        int side = 1_000;
        int[] counts = new int[side * side / 2];
        java.util.Arrays.fill(counts, 2);
        return upsert(
                PREFIX + ".large",
                image(100 + random.nextInt(50), side, side),
                0,
                "thing",
                new Rle(side, side, counts));
    }

    private static AnnotationEvent upsert(String dataset, Image image, int id, String category, Segmentation mask) {
        return new AnnotationUpserted(
                dataset, OptionalLong.empty(), image, new Annotation(Integer.toString(id), category, mask, false));
    }

    private static Image image(int number, int width, int height) {
        return Image.of(PREFIX + number, width, height);
    }

    private static String longName(int number) {
        return number + "\u0001".repeat(CLASS_LENGTH);
    }

    private Segmentation small() {
        int x = random.nextInt(600);
        int y = random.nextInt(400);
        return Polygons.of(x, y, x + 30, y, x + 30, y + 40, x, y + 20);
    }

    long sent() {
        return sent.get();
    }

    @Override
    public void close() {
        closed = true;
        Threads.join(thread, 10_000);
        thread.interrupt();
        producer.close(java.time.Duration.ZERO);
    }
}
