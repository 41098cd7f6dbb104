package dev.annorank.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.Image;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.topic.EventWriter;
import dev.annorank.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Holds health to its word: while {@code /health/ready} says 200, a new event appears in the ranking of that node within
 * {@value #PROMISE_MS} ms. It sends events of a dataset of its own, and looks for their images there.
 */
final class ReadyOracle implements AutoCloseable {
    static final long PROMISE_MS = 10_000;

    private static final long LOOK_MS = 250;
    private static final String DATASET = Adversary.PREFIX + ".probe";

    private final Supplier<Optional<String>> address;
    private final KafkaProducer<byte[], byte[]> producer;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final List<String> broken = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "ready-oracle");
    private int kept;
    private int withdrawn;
    private int serial;
    private long slowestMs;
    private volatile String health = "";
    private volatile boolean closed;

    /** @param address host and port of the node as it is now, if it has said them */
    ReadyOracle(Supplier<Optional<String>> address, String bootstrapServers) {
        this.address = address;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                if (isReady()) {
                    probe();
                }
                Thread.sleep(LOOK_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            add("the probe failed: " + e);
        }
    }

    /** One event, awaited for as long as the node says that it is ready. */
    private void probe() throws InterruptedException, ExecutionException {
        String image = Adversary.PREFIX + "-probe-" + serial++;
        AnnotationEvent event = new AnnotationUpserted(
                DATASET,
                OptionalLong.empty(),
                Image.of(image, 100, 100),
                new Annotation("1", "thing", Polygons.of(10, 10, 50, 12, 40, 60), false));
        producer.send(new ProducerRecord<>(
                        Topics.standard().annotations(), EventWriter.key(event), EventWriter.value(event)))
                .get();
        long sentNs = System.nanoTime();
        while (!closed) {
            if (status("/v1/datasets/" + DATASET + "/images/" + image) == 200) {
                add(elapsedMs(sentNs));
                return;
            }
            if (!isReady()) {
                withdraw();
                return;
            }
            if (elapsedMs(sentNs) > PROMISE_MS) {
                add(image + " was not there after " + elapsedMs(sentNs) + " ms in which the node said it was ready");
                return;
            }
            Thread.sleep(LOOK_MS);
        }
    }

    private static long elapsedMs(long sinceNs) {
        return (System.nanoTime() - sinceNs) / 1_000_000;
    }

    private boolean isReady() throws InterruptedException {
        return status("/health/ready") == 200;
    }

    /** The status of an answer; 0 if there is none. */
    private int status(String path) throws InterruptedException {
        String answer = ask(path);
        if (path.equals("/health/ready")) {
            health = answer;
        }
        return answer.isEmpty() ? 0 : Integer.parseInt(answer.substring(0, 3));
    }

    /** Status and body of an answer; empty if there is none. */
    private String ask(String path) throws InterruptedException {
        Optional<String> host = address.get();
        if (host.isEmpty()) {
            return "";
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host.get() + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString(UTF_8));
            return answer.statusCode() + " " + answer.body();
        } catch (IOException e) {
            return "";
        }
    }

    private synchronized void add(String violation) {
        broken.add("ready: " + violation);
    }

    private synchronized void add(long tookMs) {
        kept++;
        slowestMs = Math.max(slowestMs, tookMs);
    }

    private synchronized void withdraw() {
        withdrawn++;
    }

    /** Each time that the word was not kept. */
    synchronized List<String> broken() {
        return List.copyOf(broken);
    }

    /** How often it was kept. */
    synchronized int kept() {
        return kept;
    }

    /** For example {@code kept 90 times, slowest 2,310 ms; withdrawn in time 3 times; broken 0 times; now 200 running}. */
    synchronized String describe() {
        return String.format(
                java.util.Locale.ROOT,
                "kept %,d times, slowest %,d ms; withdrawn in time %,d times; broken %,d times; now %s",
                kept,
                slowestMs,
                withdrawn,
                broken.size(),
                health);
    }

    @Override
    public void close() {
        closed = true;
        Threads.join(thread, 10_000);
        producer.close(Duration.ZERO);
    }
}
