package dev.annorank.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.mask.Comb;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Image;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.ScoredEvent.ImageScored;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.CompressedRle;
import dev.annorank.model.Segmentation.Polygons;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One event may be so much work and no more, however few bytes say it. */
class EventScorerTest {
    private static final int SIDE = 16_000;
    private static final Polygons TALL = Polygons.of(0, 0, SIDE, SIDE, 0, SIDE - 1, SIDE, 1, 5, 3);

    private final EventScorer scorer = new EventScorer(new InstanceScorer(Measure.CONTOUR, 1L << 28));

    private static ImageReplaced event(int side, int instances, IntFunction<String> category, Segmentation mask) {
        return new ImageReplaced(
                "street",
                OptionalLong.empty(),
                Image.of("a", side, side),
                IntStream.range(0, instances)
                        .mapToObj(i -> new Annotation(Integer.toString(i), category.apply(i), mask, false))
                        .toList());
    }

    private void requireRejected(Reason reason, ImageReplaced event) {
        requireRejected(scorer, reason, event);
    }

    private static void requireRejected(EventScorer scorer, Reason reason, ImageReplaced event) {
        assertThatThrownBy(() -> scorer.score(event)).isInstanceOfSatisfying(RejectedException.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(reason);
            assertThat(rejected.dataset()).contains("street");
        });
    }

    @Test
    void shouldReject_whenAFewBytesAskForMinutesOfWork() {
        requireRejected(Reason.MASK_TOO_LARGE, event(SIDE, 3000, i -> "c", TALL));
        CompressedRle wide = new CompressedRle(SIDE, SIDE, "0" + "ooooooo1");
        requireRejected(Reason.MASK_TOO_LARGE, event(SIDE, 100_000, i -> "c", wide));
    }

    @Test
    void shouldReject_whenAnImageHasTensOfThousandsOfClasses() {
        Polygons small = Polygons.of(1, 1, 5, 1, 5, 5);
        requireRejected(Reason.IMAGE_TOO_WIDE, event(10, EventScorer.MAX_CLASSES + 1, i -> "c" + i, small));
        ImageScored scored =
                (ImageScored) scorer.score(event(10, EventScorer.MAX_CLASSES + 1, i -> "c" + i / 2, small));
        assertThat(scored.instances()).hasSize(EventScorer.MAX_CLASSES + 1);
    }

    @Test
    void shouldScore_whenMasksAreManyAndLarge() {
        assertThat(((ImageScored) scorer.score(event(SIDE, 20, i -> "c", TALL))).instances())
                .hasSize(20);
    }

    @Test
    void shouldReject_whenRepairingItAllWouldTakeTooLong() {
        EventScorer polygons = new EventScorer(new InstanceScorer(Measure.POLYGON, 1L << 28));
        Polygons scribble = Polygons.of(new Random(1).doubles(2 * 90, 0, 100).toArray());
        assertThat(((ImageScored) polygons.score(event(1000, 3, i -> "c", scribble))).instances())
                .hasSize(3);
        requireRejected(polygons, Reason.BAD_POLYGON, event(1000, 1200, i -> "c", scribble));
        assertThat(((ImageScored) polygons.score(event(1000, 3, i -> "c", scribble))).instances())
                .as("after it")
                .hasSize(3);
        assertThat(((ImageScored) scorer.score(event(1000, 1200, i -> "c", scribble))).instances())
                .as("by contour")
                .hasSize(1200);
    }

    @Test
    void shouldReject_whenEdgesThatMayCrossAreTooManyTogether() {
        EventScorer polygons = new EventScorer(new InstanceScorer(Measure.POLYGON, 1L << 28));
        double[] comb = Comb.of(700);
        assertThat(((ImageScored) polygons.score(event(1000, 1, i -> "c", Polygons.of(comb)))).instances())
                .hasSize(1);
        requireRejected(polygons, Reason.BAD_POLYGON, event(1000, 2, i -> "c", Polygons.of(comb)));
    }
}
