package dev.annorank.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.Annotation;
import dev.annorank.model.Image;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.Segmentation.Rle;
import dev.annorank.model.Unscored;
import org.junit.jupiter.api.Test;

class InstanceTallyTest {
    private static final String WHY =
            ": its width and height may be swapped, or the picture is shown rotated by its EXIF orientation";

    private static final Polygons SQUARE = Polygons.of(10, 10, 30, 10, 30, 30, 10, 30);

    private final InstanceScorer scorer = new InstanceScorer(Measure.CONTOUR, 1 << 20);
    private final InstanceTally tally = new InstanceTally();

    private String far() {
        return tally.farWords(id -> "<" + id + ">");
    }

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
        assertThat(tally.unscored()).isEqualTo(new Unscored(1, 3, 2, 7));
        assertThat(tally.unscored().words())
                .isEqualTo(
                        "6 of 7 instances score 0: 1 with iscrowd, 3 without area (a point or a line), 2 outside their"
                                + " image or empty");
    }

    @Test
    void shouldNotMind_whenVerticesStrayByATenth() {
        for (int i = 0; i < 5; i++) {
            add("1", Polygons.of(-10, -5, 110, -5, 110, 55, -10, 55), false);
        }
        assertThat(far()).isEmpty();
    }

    @Test
    void shouldSaySo_whenMoreThanATenthReachFarOutside() {
        add("1", Polygons.of(0, 0, 111, 0, 50, 50), false);
        for (int i = 0; i < 9; i++) {
            add("1", SQUARE, false);
        }
        assertThat(far()).as("just a tenth").isEmpty();
        add("1", Polygons.of(0, -6, 50, 0, 50, 50), false);
        assertThat(far()).isEqualTo("2 of 11 masks reach far outside their image" + WHY);
    }

    @Test
    void shouldSaySo_whenAllOfAnImageReachFarOutside() {
        for (int i = 0; i < 99; i++) {
            add("1", SQUARE, false);
        }
        add("2", Polygons.of(0, 0, 50, 0, 50, 90), false);
        assertThat(far())
                .isEqualTo("1 of 100 masks reach far outside their image, among them all of 1 image (<2>)" + WHY);
        add("2", SQUARE, false);
        assertThat(far()).isEmpty();
    }

    @Test
    void shouldNameTheFirstThree_whenManyImagesAreFarOutside() {
        for (int i = 10; i > 5; i--) {
            add(Integer.toString(i), Polygons.of(0, 0, 50, 0, 50, 90), false);
        }
        assertThat(far())
                .isEqualTo("5 of 5 masks reach far outside their image, among them all of 5 images (<6>, <7>, <8>, ...)"
                        + WHY);
    }
}
