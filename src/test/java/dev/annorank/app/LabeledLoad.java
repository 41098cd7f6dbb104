package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.demo.LabelingSession;
import dev.annorank.demo.Truth;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import dev.annorank.ranking.BatchRanking;
import dev.annorank.ranking.Ranking;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import dev.annorank.topic.EventWriter;
import dev.annorank.topic.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A seeded labeling session of one dataset, how it is sent, and what must come of it. */
final class LabeledLoad {
    static final double TOLERANCE = 0.001;

    private final String dataset;
    private final Truth truth = new Truth();
    private final LabelingSession session;
    private final Random random;
    private int sent;

    LabeledLoad(long seed, String dataset) {
        this.dataset = dataset;
        this.session = new LabelingSession(seed, dataset, LabelingSession.DEFAULT_START_MS, truth);
        this.random = new Random(seed);
    }

    static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 5, "max.request.size", 16 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends the next events, each to a partition by chance, and waits until all are acknowledged. */
    void send(String bootstrapServers, int events) throws InterruptedException, ExecutionException {
        String topic = Topics.standard().annotations();
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrapServers)) {
            int partitions = producer.partitionsFor(topic).size();
            List<Future<RecordMetadata>> pending = new ArrayList<>();
            for (int i = 0; i < events; i++) {
                AnnotationEvent event = session.next();
                pending.add(producer.send(new ProducerRecord<>(
                        topic, random.nextInt(partitions), EventWriter.key(event), EventWriter.value(event))));
            }
            producer.flush();
            for (Future<RecordMetadata> one : pending) {
                one.get();
            }
        }
        sent += events;
    }

    /** Takes what has been sent before, by anyone, for its own: events of different versions. */
    List<AnnotationEvent> adopt(List<AnnotationEvent> events) {
        List<AnnotationEvent> sorted = new ArrayList<>(events);
        sorted.sort(Comparator.comparingLong(event -> event.version().orElseThrow()));
        sorted.forEach(truth);
        sent += events.size();
        return sorted;
    }

    int sent() {
        return sent;
    }

    /** Requires that what is published is the batch ranking, and that all epochs are there. */
    void requirePublished(PublicReader reader, double... pruneRates) {
        requireRanking(reader, pruneRates);
        requireEpochs(reader);
    }

    /** Requires that what is published is the batch ranking: every bit recomputed, every percentile, every kept set. */
    void requireRanking(PublicReader reader, double... pruneRates) {
        reader.readEvents(dataset, sent);
        Ranking batch = batch();
        assertThat(lines(reader.recomputed(dataset))).isEqualTo(lines(batch));
        assertThat(reader.images(dataset)).hasSize(batch.ranked() + batch.unranked());
        for (ImageRanking image : reader.images(dataset)) {
            int rank = batch.rankOf(image.image());
            assertThat(image.rank() > 0).as(image.toString()).isEqualTo(rank > 0);
            assertThat(image.kept()).as(image.toString()).hasSize(pruneRates.length);
            if (rank > 0) {
                assertThat(Math.abs(image.percentile() - batch.percentile(rank)))
                        .as("%s, exact rank %d", image, rank)
                        .isLessThanOrEqualTo(TOLERANCE);
                for (double rate : pruneRates) {
                    assertThat(image.kept().get(Double.toString(rate)))
                            .as("%s, exact rank %d, rate %s", image, rank, rate)
                            .isEqualTo(batch.isKept(rank, rate));
                }
            }
        }
    }

    /** Requires that epochs count up by one and that what they say of events adds up. */
    private void requireEpochs(PublicReader reader) {
        List<RankingEpoch> epochs = reader.epochs(dataset);
        long events = 0;
        for (int i = 0; i < epochs.size(); i++) {
            RankingEpoch epoch = epochs.get(i);
            assertThat(epoch.epoch()).isEqualTo(i + 1L);
            events += epoch.events().total();
            assertThat(epoch.totals().total()).as(epoch.toString()).isEqualTo(events);
        }
        assertThat(events).isEqualTo(sent);
        assertThat(reader.totals(dataset).rejected()).isZero();
    }

    private Ranking batch() {
        InstanceScorer scorer = new InstanceScorer(Measure.CONTOUR, 1L << 28);
        return BatchRanking.of(scorer, truth::forEach).rank();
    }

    private static List<String> lines(Ranking ranking) {
        List<String> lines = new ArrayList<>();
        for (int rank = 1; rank <= ranking.ranked(); rank++) {
            lines.add(rank + " " + ranking.image(rank) + " " + Double.toHexString(ranking.score(rank)));
        }
        return lines;
    }
}
