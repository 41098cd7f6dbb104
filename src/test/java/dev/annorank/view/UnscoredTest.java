package dev.annorank.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.Annotation;
import dev.annorank.model.Image;
import dev.annorank.model.InstanceDetail;
import dev.annorank.model.ScoredInstance;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Unscored;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import dev.annorank.topic.InstanceDetailSerde;
import dev.annorank.topic.InstanceKey;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is scored, written and read back is counted by why it scores 0. */
class UnscoredTest {
    private static final Image IMAGE = Image.of("1", 20, 10);
    private static final Segmentation SQUARE = polygon(1, 1, 5, 1, 5, 5, 1, 5);
    private static final Segmentation LINE = polygon(1, 1, 5, 1, 3, 1);
    private static final Segmentation OUTSIDE = polygon(100, 100, 110, 100, 110, 110);
    private static final Segmentation EMPTY = new Segmentation.Rle(10, 20, new int[] {200});

    @TempDir
    private Path folder;

    private int next;

    private static Segmentation polygon(double... xy) {
        return new Segmentation.Polygons(xy, new int[] {xy.length});
    }

    private InstanceKey put(InstanceStore store, InstanceScorer scorer, Segmentation mask, boolean crowd) {
        String id = Integer.toString(next++);
        ScoredInstance scored = scorer.scoreAndOutline(IMAGE, new Annotation(id, "car", mask, crowd));
        InstanceKey key = new InstanceKey("d", "1", id);
        store.put(key, new InstanceDetailSerde().serializer().serialize("", new InstanceDetail("d", IMAGE, scored)));
        return key;
    }

    @Test
    void shouldCountWhyInstancesScoreZero_whateverCameAndWent() {
        for (Measure measure : Measure.values()) {
            InstanceScorer scorer = new InstanceScorer(measure, 1L << 20);
            try (InstanceStore store = new InstanceStore(folder.resolve(measure.toString()))) {
                assertThat(store.unscored("d")).isEqualTo(Unscored.NONE);
                put(store, scorer, SQUARE, false);
                assertThat(store.unscored("d").words()).isEmpty();
                List<InstanceKey> zero = List.of(
                        put(store, scorer, SQUARE, true),
                        put(store, scorer, OUTSIDE, true),
                        put(store, scorer, LINE, false),
                        put(store, scorer, EMPTY, false));
                assertThat(store.unscored("d")).as(measure.toString()).isEqualTo(new Unscored(2, 1, 1, 5));
                assertThat(store.unscored("d").words())
                        .isEqualTo(
                                "4 of 5 instances score 0: 2 with iscrowd, 1 without area (a point or a line), 1 outside their image or empty");
                assertThat(store.unscored("other")).isEqualTo(Unscored.NONE);
                zero.forEach(key -> store.put(key, null));
                assertThat(store.unscored("d")).as(measure.toString()).isEqualTo(new Unscored(0, 0, 0, 1));
            }
        }
    }

    @Test
    void shouldCountWhatLiesOutside_whenTheMeasureClips() {
        InstanceScorer scorer = new InstanceScorer(Measure.CONTOUR, 1L << 20);
        try (InstanceStore store = new InstanceStore(folder)) {
            put(store, scorer, OUTSIDE, false);
            assertThat(store.unscored("d")).isEqualTo(new Unscored(0, 0, 1, 1));
        }
    }

    @Test
    void shouldNameTheSetting_whenEveryInstanceIsACrowd() {
        try (InstanceStore store = new InstanceStore(folder)) {
            put(store, new InstanceScorer(Measure.CONTOUR, 1L << 20), SQUARE, true);
            assertThat(store.unscored("d").words())
                    .isEqualTo(
                            "1 of 1 instances score 0: 1 with iscrowd; all are crowds, as CVAT exports every brush mask: iscrowd=include scores them");
            InstanceScorer including = new InstanceScorer(Measure.CONTOUR, 1L << 20, true);
            next = 0;
            put(store, including, SQUARE, true);
            assertThat(store.unscored("d")).isEqualTo(new Unscored(0, 0, 0, 1));
            put(store, including, LINE, true);
            assertThat(store.unscored("d")).isEqualTo(new Unscored(0, 1, 0, 2));
        }
    }
}
