package dev.annorank.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.annorank.bench.CocoEvents.Event;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.Segmentation.Rle;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import dev.annorank.topic.EventReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CocoEventsTest {
    private static final int SAMPLE = 20_000;

    private static List<String> lines(CocoEvents events) {
        List<String> lines = new ArrayList<>();
        while (events.hasNext()) {
            Event event = events.next();
            lines.add(new String(event.key(), UTF_8) + " " + new String(event.value(), UTF_8));
        }
        return lines;
    }

    private static List<AnnotationUpserted> read(CocoEvents events) {
        EventReader reader = new EventReader(1 << 20);
        List<AnnotationUpserted> all = new ArrayList<>();
        while (events.hasNext()) {
            Event event = events.next();
            all.add((AnnotationUpserted) reader.read(event.key(), event.value()));
        }
        return all;
    }

    @Test
    void shouldGiveTheSameBytes_whenTheSeedIsTheSame() {
        List<String> lines = lines(new CocoEvents(7, "coco", 0, 300, 20));
        assertThat(lines(new CocoEvents(7, "coco", 0, 300, 20))).isEqualTo(lines);
        // Another seed draws other images, and not the same ones in another order.
        assertThat(lines(new CocoEvents(8, "coco", 0, 300, 20))).doesNotContainAnyElementsOf(lines);
    }

    @Test
    void shouldGiveTheSameEvents_whateverTheOrderAndTheRange() {
        List<String> lines = lines(new CocoEvents(7, "coco", 0, 300, 1));
        assertThat(lines(new CocoEvents(7, "coco", 0, 300, 50)))
                .isNotEqualTo(lines)
                .hasSameElementsAs(lines);
        List<String> halves = lines(new CocoEvents(7, "coco", 0, 100, 1));
        halves.addAll(lines(new CocoEvents(7, "coco", 100, 200, 1)));
        assertThat(halves).isEqualTo(lines);
    }

    @Test
    void shouldHaveAsManyInstancesAsCoco_whenAllImagesAreTaken() {
        assertThat(CocoClasses.size()).isEqualTo(80);
        assertThat(CocoClasses.total()).isEqualTo(860_001);
        assertThat(CocoEvents.count(0, CocoEvents.COCO_IMAGES)).isEqualTo(860_001);
        assertThat(CocoEvents.count(1_000_000, CocoEvents.COCO_IMAGES)).isEqualTo(860_001);
        Map<Integer, Integer> images = new HashMap<>();
        for (int image = 0; image < CocoEvents.COCO_IMAGES; image++) {
            images.merge(CocoShape.instances(image), 1, Integer::sum);
        }
        assertThat(images.get(0)).isEqualTo(CocoEvents.COCO_IMAGES - CocoShape.ANNOTATED_IMAGES);
        assertThat(images.keySet()).allMatch(count -> count >= 0 && count <= CocoShape.MAX_INSTANCES);
        assertThat((images.get(1) + images.get(2) + images.get(3)) / (double) CocoEvents.COCO_IMAGES)
                .isBetween(0.3, 0.5);
    }

    @Test
    void shouldHaveCocosShape_whenALargeSampleIsRead() {
        List<AnnotationUpserted> events = read(new CocoEvents(1, "coco", 0, SAMPLE, 100));
        assertThat(events).hasSize((int) CocoEvents.count(0, SAMPLE));
        Map<String, Integer> classes = new HashMap<>();
        Set<String> pairs = new HashSet<>();
        Set<String> ids = new HashSet<>();
        Set<String> images = new HashSet<>();
        double points = 0;
        int crowds = 0;
        int parted = 0;
        for (AnnotationUpserted event : events) {
            classes.merge(event.annotation().category(), 1, Integer::sum);
            pairs.add(event.imageId() + " " + event.annotation().category());
            images.add(event.imageId());
            assertThat(ids.add(event.annotation().id())).isTrue();
            if (event.annotation().segmentation() instanceof Polygons polygons) {
                points += polygons.coordinates().length / 2.0;
                parted += polygons.parts() > 1 ? 1 : 0;
            } else {
                assertThat(event.annotation().segmentation()).isInstanceOf(Rle.class);
                assertThat(event.annotation().crowd()).isTrue();
                crowds++;
            }
        }
        double size = events.size();
        for (int i = 0; i < CocoClasses.size(); i++) {
            double wanted = size * CocoClasses.instances(i) / CocoClasses.total();
            // Instances of a class come in groups, which makes their number waver more.
            assertThat((double) classes.getOrDefault(CocoClasses.name(i), 0))
                    .as(CocoClasses.name(i))
                    .isCloseTo(wanted, within(8 * Math.sqrt(5 * wanted) + 10));
        }
        assertThat(points / size).isBetween(24.0, 31.0);
        assertThat(crowds / size).isBetween(0.009, 0.015);
        assertThat(parted / size).isBetween(0.08, 0.12);
        assertThat(pairs.size() / (double) images.size()).isBetween(2.7, 3.1);
    }

    @Test
    void shouldHaveCocosSizes_whenMasksAreMeasured() {
        InstanceScorer scorer = new InstanceScorer(Measure.POLYGON, 1L << 28, true);
        InstanceScorer contours = new InstanceScorer(Measure.CONTOUR, 1L << 28, true);
        int[] sizes = new int[3];
        double counted = 0;
        for (AnnotationUpserted event : read(new CocoEvents(3, "coco", 0, 1_000, 1))) {
            // Every mask is one that the authors' measure takes.
            assertThat(contours.score(event.image(), event.annotation()).siScs())
                    .isGreaterThan(0);
            if (event.annotation().segmentation() instanceof Polygons polygons && polygons.parts() == 1) {
                double area = scorer.score(event.image(), event.annotation()).areaPx2();
                sizes[area < 32 * 32 ? 0 : area < 96 * 96 ? 1 : 2]++;
                counted++;
            }
        }
        assertThat(sizes[0] / counted).isCloseTo(0.41, within(0.03));
        assertThat(sizes[1] / counted).isCloseTo(0.34, within(0.03));
        assertThat(sizes[2] / counted).isCloseTo(0.25, within(0.03));
    }

    @Test
    void shouldCorrectWhatIsThere_whenCorrectionsAreDrawn() {
        Map<String, AnnotationUpserted> latest = new HashMap<>();
        for (AnnotationUpserted event : read(new CocoEvents(4, "coco", 0, 50, 1))) {
            latest.put(event.annotation().id(), event);
        }
        CocoCorrections corrections = new CocoCorrections(4, "coco");
        CocoCorrections again = new CocoCorrections(4, "coco");
        Set<String> corrected = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            Event event = corrections.next(50);
            assertThat(again.next(50).value()).isEqualTo(event.value());
            AnnotationUpserted correction =
                    (AnnotationUpserted) new EventReader(1 << 20).read(event.key(), event.value());
            AnnotationUpserted before = latest.put(correction.annotation().id(), correction);
            assertThat(before).isNotNull();
            assertThat(correction.image().id()).isEqualTo(before.image().id());
            assertThat(correction.version().orElseThrow())
                    .isGreaterThan(before.version().orElseThrow());
            assertThat(correction.annotation().segmentation())
                    .isNotEqualTo(before.annotation().segmentation());
            corrected.add(correction.image().id());
        }
        assertThat(corrected).hasSizeGreaterThan(40);
    }
}
