package dev.annorank.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.demo.BadEvents;
import dev.annorank.demo.BadEvents.BadEvent;
import dev.annorank.demo.LabelingSession;
import dev.annorank.demo.Truth;
import dev.annorank.demo.Truth.LabeledImage;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.Image;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.InstanceDetail;
import dev.annorank.model.ScoredInstance;
import dev.annorank.ranking.BatchRanking;
import dev.annorank.ranking.Ranking;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import dev.annorank.topic.InstanceKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the order in which events arrive and epochs fall between them, what is published in the end is the batch's. */
class InterleavingTest {
    private static final int EVENTS = 600;
    private static final double TOLERANCE = 0.02;

    @TempDir
    Path stateDir;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldPublishTheBatchRanking_whenEventsAreShuffledRepeatedAndBad(long seed) {
        Random random = new Random(seed);
        Truth truth = new Truth();
        LabelingSession session = new LabelingSession(seed, Events.DATASET, 1, truth);
        List<AnnotationEvent> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(session.next());
        }
        for (int i = 0; i < EVENTS / 10; i++) {
            events.add(events.get(random.nextInt(events.size())));
        }
        Collections.shuffle(events, random);
        BadEvents badEvents = new BadEvents(Events.DATASET);
        int bad = 0;
        try (TopologyHarness topology =
                new TopologyHarness(stateDir, TopologyHarness.settings(TOLERANCE, 1 + random.nextInt(40)))) {
            for (AnnotationEvent event : events) {
                topology.send(event);
                if (random.nextInt(20) == 0) {
                    BadEvent badEvent = badEvents.next();
                    topology.send(badEvent.imageId().getBytes(UTF_8), badEvent.value());
                    bad++;
                }
                if (random.nextInt(15) == 0) {
                    topology.tick(Duration.ofMillis(random.nextInt(1500)));
                }
            }
            topology.settle();
            topology.settle();

            Ranking batch = batch(truth);
            Ranking stream = topology.recomputed(Events.DATASET).rank();
            assertThat(ranksAndScores(stream)).as("seed %d", seed).isEqualTo(ranksAndScores(batch));
            assertThatPublishedIsWithinTolerance(topology, batch, seed);
            assertThat(topology.published.size()).isEqualTo(batch.ranked() + batch.unranked());
            assertThat(topology.instances).as("seed %d", seed).isEqualTo(instances(truth));
            assertThat(topology.vanished).isPositive();
            assertThat(topology.published)
                    .allSatisfy((key, ranking) -> assertThat(ranking.counts())
                            .as("seed %d: %s", seed, key)
                            .isEqualTo(counts(truth, key.image())));
            assertThat(topology.dead).hasSize(bad);
            assertThat(topology.reported().rejected()).isEqualTo(bad);
            assertThat(topology.reported().total()).isEqualTo(events.size() + bad);
        }
    }

    private static void assertThatPublishedIsWithinTolerance(TopologyHarness topology, Ranking batch, long seed) {
        for (ImageRanking published : topology.published.values()) {
            int rank = batch.rankOf(published.image());
            assertThat(published.rank() > 0).as("seed %d: %s", seed, published).isEqualTo(rank > 0);
            if (rank > 0) {
                assertThat(Math.abs(batch.percentile(rank) - published.percentile()))
                        .as("seed %d: %s, exact rank %d", seed, published, rank)
                        .isLessThanOrEqualTo(TOLERANCE);
                for (double rate : TopologyHarness.PRUNE_RATES) {
                    assertThat(published.kept().get(Double.toString(rate)))
                            .as("seed %d: %s, exact rank %d", seed, published, rank)
                            .isEqualTo(batch.isKept(rank, rate));
                }
            }
        }
    }

    private static Ranking batch(Truth truth) {
        InstanceScorer scorer = new InstanceScorer(Measure.CONTOUR, 1L << 28);
        return BatchRanking.of(scorer, truth::forEach).rank();
    }

    /** The final set of annotations, each scored by itself. */
    static Map<InstanceKey, InstanceDetail> instances(Truth truth) {
        InstanceScorer scorer = new InstanceScorer(Measure.CONTOUR, 1L << 28);
        Map<InstanceKey, InstanceDetail> instances = new HashMap<>();
        for (LabeledImage labeled : truth.images().values()) {
            Image image = labeled.image();
            for (Annotation annotation : labeled.annotations().values()) {
                ScoredInstance instance = scorer.scoreAndOutline(image, annotation);
                assertThat(instance.outline() == null).isEqualTo(annotation.crowd());
                instances.put(
                        new InstanceKey(Events.DATASET, image.id(), annotation.id()),
                        new InstanceDetail(Events.DATASET, image, instance));
            }
        }
        return instances;
    }

    private static Map<String, Integer> counts(Truth truth, String image) {
        Map<String, Integer> counts = new TreeMap<>();
        truth.images()
                .get(image)
                .annotations()
                .values()
                .forEach(annotation -> counts.merge(annotation.category(), 1, Integer::sum));
        return counts;
    }

    private static List<String> ranksAndScores(Ranking ranking) {
        List<String> lines = new ArrayList<>();
        for (int rank = 1; rank <= ranking.ranked(); rank++) {
            lines.add(rank + " " + ranking.image(rank) + " " + Double.toHexString(ranking.score(rank)));
        }
        return lines;
    }
}
