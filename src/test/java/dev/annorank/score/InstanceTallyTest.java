package dev.annorank.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.Annotation;
import dev.annorank.model.Image;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.Segmentation.Rle;
import dev.annorank.model.ZeroScore;
import org.junit.jupiter.api.Test;

class InstanceTallyTest {
    private static final Polygons SQUARE = Polygons.of(10, 10, 30, 10, 30, 30, 10, 30);

    private final InstanceScorer scorer = new InstanceScorer(Measure.CONTOUR, 1 << 20);
    private final InstanceTally tally = new InstanceTally();

    private void add(String image, Segmentation segmentation, boolean crowd) {
        Image on = Image.of(image, 100, 50);
        Annotation annotation = new Annotation("1", "c", segmentation, crowd);
        tally.add(on, annotation, scorer.score(on, annotation));
    }

    @Test
    void shouldSayWhyAnInstanceScoresNothing() {
        add("1", SQUARE, false);
        add("1", SQUARE, true);
        add("1", Polygons.of(10, 10), false);
        add("1", Polygons.of(10, 10, 30, 10), false);
        add("1", Polygons.of(10, 10, 10, 30), false);
        add("1", Polygons.of(200, 200, 300, 200, 300, 300), false);
        add("1", new Rle(50, 100, new int[] {5000}), false);
        assertThat(tally.instances()).isEqualTo(7);
        assertThat(tally.zeros(ZeroScore.CROWD)).isEqualTo(1);
        assertThat(tally.zeros(ZeroScore.NO_AREA)).isEqualTo(3);
        assertThat(tally.zeros(ZeroScore.OUTSIDE)).isEqualTo(2);
        assertThat(tally.zeros()).isEqualTo(6);
    }

    @Test
    void shouldNotMind_whenVerticesStrayByATenth() {
        for (int i = 0; i < 5; i++) {
            add("1", Polygons.of(-10, -5, 110, -5, 110, 55, -10, 55), false);
        }
        assertThat(tally.far()).isZero();
        assertThat(tally.isOftenFar()).isFalse();
    }

    @Test
    void shouldSaySo_whenMoreThanATenthReachFarOutside() {
        add("1", Polygons.of(0, 0, 111, 0, 50, 50), false);
        for (int i = 0; i < 9; i++) {
            add("1", SQUARE, false);
        }
        assertThat(tally.far()).isEqualTo(1);
        assertThat(tally.isOftenFar()).as("just a tenth").isFalse();
        add("1", Polygons.of(0, -6, 50, 0, 50, 50), false);
        assertThat(tally.isOftenFar()).isTrue();
        assertThat(tally.farImages()).isEmpty();
    }

    @Test
    void shouldSaySo_whenAllOfAnImageReachFarOutside() {
        for (int i = 0; i < 99; i++) {
            add("1", SQUARE, false);
        }
        add("2", Polygons.of(0, 0, 50, 0, 50, 90), false);
        assertThat(tally.farImages()).containsExactly("2");
        assertThat(tally.isOftenFar()).isTrue();
        add("2", SQUARE, false);
        assertThat(tally.farImages()).isEmpty();
    }
}
