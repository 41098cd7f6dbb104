package dev.annorank.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.annorank.mask.Shape;
import dev.annorank.model.Annotation;
import dev.annorank.model.Image;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation;
import dev.annorank.model.ShapeScore;
import org.junit.jupiter.api.Test;

class InstanceScorerTest {
    private static final Image IMAGE = Image.of("1", 100, 80);
    private static final Segmentation SQUARE = Segmentation.Polygons.of(10, 10, 20, 10, 20, 20, 10, 20);
    private static final Segmentation SHORT_RUNS = new Segmentation.Rle(80, 100, new int[] {7, 3});

    @Test
    void shouldBeOne_whenShapeIsADisc() {
        ShapeScore score = InstanceScorer.score(new Shape(2 * Math.PI * 7, Math.PI * 49, 1));

        assertThat(score.siScs()).isCloseTo(1, within(1e-15));
        assertThat(score.scs()).isCloseTo(2.0 / 7, within(1e-15));
    }

    @Test
    void shouldScoreASquare_byBothMeasures() {
        for (Measure measure : Measure.values()) {
            ShapeScore score = scorer(measure).score(IMAGE, annotation(SQUARE, false));

            assertThat(score).isEqualTo(new ShapeScore(40, 100, 1, 0.4, 40 / (2 * Math.sqrt(Math.PI * 100))));
        }
    }

    @Test
    void shouldKeepPerimeterAndContours_whenThereIsNoArea() {
        Segmentation line = Segmentation.Polygons.of(3, 4, 13, 4);

        assertThat(scorer(Measure.CONTOUR).score(IMAGE, annotation(line, false)))
                .isEqualTo(new ShapeScore(20, 0, 1, 0, 0));
        assertThat(scorer(Measure.POLYGON).score(IMAGE, annotation(line, false)))
                .isEqualTo(new ShapeScore(20, 0, 1, 0, 0));
    }

    @Test
    void shouldBeZero_whenMaskIsOutsideTheImage() {
        Segmentation outside = Segmentation.Polygons.of(200, 0, 210, 0, 210, 10);

        assertThat(scorer(Measure.CONTOUR).score(IMAGE, annotation(outside, false)))
                .isEqualTo(ShapeScore.ZERO);
    }

    @Test
    void shouldGiveCrowdsNoScore_unlessTheyAreIncluded() {
        assertThat(scorer(Measure.CONTOUR).score(IMAGE, annotation(SQUARE, true)))
                .isEqualTo(ShapeScore.ZERO);
        assertThat(new InstanceScorer(Measure.CONTOUR, 1 << 20, true)
                        .score(IMAGE, annotation(SQUARE, true))
                        .areaPx2())
                .isEqualTo(100);
    }

    @Test
    void shouldRejectBadRuns_evenOfACrowd() {
        for (boolean crowd : new boolean[] {false, true}) {
            assertThatThrownBy(() -> scorer(Measure.POLYGON).score(IMAGE, annotation(SHORT_RUNS, crowd)))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("7990 px short");
        }
    }

    @Test
    void shouldRejectAnImageOverTheLimit_whateverTheMeasure() {
        for (Measure measure : Measure.values()) {
            assertThatThrownBy(() -> new InstanceScorer(measure, 7999).score(IMAGE, annotation(SQUARE, true)))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("100 x 80 = 8000 px; at most 7999 px");
        }
    }

    private static InstanceScorer scorer(Measure measure) {
        return new InstanceScorer(measure, 1 << 20);
    }

    private static Annotation annotation(Segmentation segmentation, boolean crowd) {
        return new Annotation("1", "thing", segmentation, crowd);
    }
}
