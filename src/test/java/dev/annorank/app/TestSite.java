package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.annorank.cluster.Reset;
import dev.annorank.cluster.ResetListener;
import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.config.SettingsBuilder;
import dev.annorank.demo.LabelingSession;
import dev.annorank.demo.Truth;
import dev.annorank.intake.EventProducer;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import dev.annorank.ranking.BatchRanking;
import dev.annorank.ranking.Ranking;
import dev.annorank.ranking.RankingIndex;
import dev.annorank.score.EventScorer;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import dev.annorank.topic.EventReader;
import dev.annorank.topic.ImageRankingSerde;
import dev.annorank.topic.RankingEpochSerde;
import dev.annorank.topic.Topics;
import dev.annorank.view.TopicFollower;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One installation on a test's broker, the labeling sessions that feed it, and a reader of what it publishes. */
final class TestSite implements AutoCloseable {
    final String name;
    private final String bootstrapServers;
    private final Map<String, LabelingSession> sessions = new HashMap<>();
    private final Map<String, Truth> truths = new HashMap<>();
    private final Map<String, Long> sent = new HashMap<>();

    final Map<String, PublishedRanking> published = new HashMap<>();
    final Set<String> liveImages = new TreeSet<>();
    final Set<String> liveClasses = new TreeSet<>();
    final List<String> imageRecords = new ArrayList<>();
    private final TopicFollower follower;
    private final Thread reading;

    TestSite(String name, String bootstrapServers, Path anyDir, String... datasets) {
        this.name = name;
        this.bootstrapServers = bootstrapServers;
        for (String dataset : datasets) {
            Truth truth = new Truth();
            truths.put(dataset, truth);
            sessions.put(dataset, new LabelingSession(7, dataset, LabelingSession.DEFAULT_START_MS, truth));
            published.put(dataset, new PublishedRanking(dataset));
        }
        Settings settings = settings(Measure.CONTOUR, anyDir).build();
        Topics topics = topics();
        follower = new TopicFollower(
                new KafkaProperties(settings).consumer(),
                List.of(topics.imageRanking(), topics.classTotals(), topics.rankingEpochs()),
                this::read);
        reading = new Thread(follower, "reader of " + name);
        reading.setDaemon(true);
        reading.start();
    }

    Topics topics() {
        return new Topics(name + ".");
    }

    SettingsBuilder settings(Measure measure, Path dir) {
        return Settings.builder()
                .set("bootstrap.servers", bootstrapServers)
                .set("application.id", name)
                .set("topics.prefix", name + ".")
                .set("measure", measure.toString())
                .set("data.dir", dir.toString())
                .set("ranking.interval", "50ms")
                .set("ranking.tolerance", "0")
                .set("num.stream.threads", "1")
                .set("http.port", "0");
    }

    Node start(Measure measure, Path dir) throws IOException {
        return Node.start(settings(measure, dir), false);
    }

    /** Sends the next events of a dataset's labeling session. */
    void label(String dataset, int events) {
        try (EventProducer producer = producer()) {
            for (int i = 0; i < events; i++) {
                producer.send(sessions.get(dataset).next());
            }
            producer.flush();
        }
        sent.merge(dataset, (long) events, Long::sum);
    }

    /** Sends that an image is gone for good. */
    void drop(String dataset, String image) {
        AnnotationEvent event = new ImageDeleted(dataset, OptionalLong.of(Long.MAX_VALUE), image);
        truths.get(dataset).accept(event);
        try (EventProducer producer = producer()) {
            producer.send(event);
            producer.flush();
        }
        sent.merge(dataset, 1L, Long::sum);
    }

    void sendBad(String dataset) {
        try (EventProducer producer = producer()) {
            producer.send("x".getBytes(UTF_8), ("{\"dataset\":\"" + dataset + "\"}").getBytes(UTF_8));
            producer.flush();
        }
        sent.merge(dataset, 1L, Long::sum);
    }

    private EventProducer producer() {
        return new EventProducer(settings(Measure.CONTOUR, Path.of("unused")).build());
    }

    long sent(String dataset) {
        return sent.get(dataset);
    }

    /** Whether what was published of a dataset is the batch ranking of its annotations, every rank and every bit. */
    boolean isRankedLikeBatch(String dataset, Measure measure) {
        Ranking stream = published.get(dataset).rank();
        Ranking batch = batch(dataset, measure).rank();
        boolean same = stream.ranked() == batch.ranked() && batch.ranked() > 0;
        for (int rank = 1; same && rank <= batch.ranked(); rank++) {
            same = stream.image(rank).equals(batch.image(rank))
                    && Double.compare(stream.score(rank), batch.score(rank)) == 0;
        }
        return same;
    }

    /** Waits for that, and for the account of every event that was sent. */
    void awaitBatch(String dataset, Measure measure, Duration atMost) {
        await(dataset + " is ranked as in batch")
                .atMost(atMost)
                .until(() -> isRankedLikeBatch(dataset, measure)
                        && published.get(dataset).counted().total() == sent(dataset));
    }

    private RankingIndex batch(String dataset, Measure measure) {
        InstanceScorer scorer = new InstanceScorer(measure, 1L << 28);
        return BatchRanking.of(scorer, truths.get(dataset)::forEach);
    }

    void resetAll(Measure measure, Path dir, ResetListener listener) throws IOException {
        Settings settings = settings(measure, dir).build();
        try (Admin admin = admin(settings)) {
            reset(settings, admin, listener).all();
        }
    }

    void resetDataset(String dataset, Measure measure, Path dir, ResetListener listener) {
        Settings settings = settings(measure, dir).build();
        try (Admin admin = admin(settings)) {
            reset(settings, admin, listener)
                    .dataset(
                            dataset,
                            new EventReader(settings.eventMaxBytes()),
                            new EventScorer(new InstanceScorer(measure, settings.maskMaxPixels())));
        }
    }

    private static Reset reset(Settings settings, Admin admin, ResetListener listener) {
        return new Reset(
                Installations.of(settings), admin, Installations.manifest(settings, admin), Duration.ZERO, listener);
    }

    static Admin admin(Settings settings) {
        return Admin.create(new KafkaProperties(settings).admin());
    }

    @Override
    public void close() throws InterruptedException {
        follower.close();
        reading.join(10_000);
    }

    private void read(ConsumerRecord<byte[], byte[]> one) {
        if (one.key() == null) {
            return;
        }
        Topics topics = topics();
        String key = new String(one.key(), UTF_8);
        synchronized (imageRecords) {
            if (one.topic().equals(topics.imageRanking())) {
                imageRecords.add(key);
                change(liveImages, key, one.value() != null);
                ImageRanking ranking = new ImageRankingSerde().deserializer().deserialize(one.topic(), one.value());
                published.values().forEach(its -> its.image(ImageKey.parse(key), ranking));
            } else if (one.topic().equals(topics.classTotals())) {
                change(liveClasses, key, one.value() != null);
            } else if (one.value() != null) {
                RankingEpoch epoch = new RankingEpochSerde().deserializer().deserialize(one.topic(), one.value());
                published.values().forEach(its -> its.epoch(epoch));
            }
        }
    }

    private static void change(Set<String> live, String key, boolean isThere) {
        if (isThere) {
            live.add(key);
        } else {
            live.remove(key);
        }
    }
}
