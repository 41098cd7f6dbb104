package dev.annorank.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.annorank.demo.Truth.LabeledImage;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationDeleted;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Image;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.Segmentation.Rle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelingSessionTest {

    @Test
    void shouldGiveTheSameEvents_whenSeedIsTheSame() {
        assertThat(events(new LabelingSession(7, "street"), 3000))
                .isEqualTo(events(new LabelingSession(7, "street"), 3000));
        assertThat(events(new LabelingSession(7, "street"), 50))
                .isNotEqualTo(events(new LabelingSession(8, "street"), 50));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldHoldEveryKindOfEvent_withinTheFirst5000(long seed) {
        List<AnnotationEvent> events = events(new LabelingSession(seed, "street"), 5000);
        Map<String, Long> highest = new HashMap<>();
        Map<String, String> classes = new HashMap<>();
        Set<String> deleted = new HashSet<>();
        Set<AnnotationEvent> seen = new HashSet<>();
        Set<String> kinds = new HashSet<>();
        for (AnnotationEvent event : events) {
            if (!seen.add(event)) {
                kinds.add("duplicate");
                continue;
            }
            long version = event.version().orElseThrow();
            if (event instanceof AnnotationUpserted upserted) {
                String id = upserted.annotation().id();
                if (version < highest.getOrDefault(id, 0L)) {
                    kinds.add("older than known");
                    continue;
                }
                String category = upserted.annotation().category();
                boolean again = highest.put(id, version) != null;
                if (again && deleted.remove(id)) {
                    kinds.add("made again");
                } else if (again) {
                    kinds.add(category.equals(classes.get(id)) ? "redrawn" : "class changed");
                }
                classes.put(id, category);
                kinds.add(upserted.annotation().segmentation() instanceof Rle ? "rle" : "polygons");
                if (upserted.annotation().crowd()) {
                    kinds.add("crowd");
                }
                if (upserted.annotation().segmentation() instanceof Polygons polygons && polygons.parts() > 1) {
                    kinds.add("parts");
                }
            } else if (event instanceof AnnotationDeleted gone) {
                deleted.add(gone.annotationId());
                kinds.add("deleted");
            } else if (event instanceof ImageReplaced) {
                kinds.add("image replaced");
            } else if (event instanceof ImageDeleted) {
                kinds.add("image deleted");
            }
        }
        assertThat(kinds)
                .as("seed %d", seed)
                .contains(
                        "duplicate",
                        "older than known",
                        "made again",
                        "redrawn",
                        "class changed",
                        "rle",
                        "polygons",
                        "crowd",
                        "parts",
                        "deleted",
                        "image replaced",
                        "image deleted");
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void shouldHaveUnequalClassesAndRealisticOutlines(long seed) {
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, Integer> perImage = new HashMap<>();
        long points = 0;
        long polygons = 0;
        for (AnnotationEvent event : events(new LabelingSession(seed, "street"), 20_000)) {
            if (event instanceof AnnotationUpserted upserted) {
                counts.merge(upserted.annotation().category(), 1, Integer::sum);
                perImage.merge(upserted.imageId(), 1, Integer::sum);
                if (upserted.annotation().segmentation() instanceof Polygons outline) {
                    points += outline.coordinates().length / 2;
                    polygons++;
                }
            }
        }
        List<Integer> sorted = counts.values().stream().sorted().toList();
        assertThat(sorted).as("seed %d: %s", seed, counts).hasSizeBetween(8, 12);
        assertThat(sorted.get(sorted.size() - 1)).isGreaterThan(10 * sorted.get(0));
        assertThat((double) points / polygons).as("seed %d", seed).isBetween(20.0, 120.0);
        int most = perImage.values().stream().mapToInt(i -> i).max().orElse(0);
        double mean = perImage.values().stream().mapToInt(i -> i).average().orElse(0);
        assertThat(most).as("seed %d, mean %f", seed, mean).isGreaterThan((int) (5 * mean));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void shouldDrawWithinReachOfTheImage_andFillEveryRle(long seed) {
        for (AnnotationEvent event : events(new LabelingSession(seed, "street"), 5000)) {
            if (event instanceof AnnotationUpserted upserted) {
                assertDrawable(seed, upserted.image(), upserted.annotation());
            }
        }
    }

    private static void assertDrawable(long seed, Image image, Annotation annotation) {
        if (annotation.segmentation() instanceof Rle rle) {
            assertThat(rle.height()).isEqualTo(image.height());
            assertThat(rle.width()).isEqualTo(image.width());
            long sum = 0;
            for (int i = 0; i < rle.counts().length; i++) {
                assertThat(rle.counts()[i]).isGreaterThanOrEqualTo(i == 0 ? 0 : 1);
                sum += rle.counts()[i];
            }
            assertThat(sum).as("seed %d, %s", seed, annotation).isEqualTo(image.pixels());
        } else if (annotation.segmentation() instanceof Polygons polygons) {
            double reach = 2 * Math.max(image.width(), image.height());
            for (double value : polygons.coordinates()) {
                assertThat(value).as("seed %d, %s", seed, annotation).isBetween(-reach, 2 * reach);
                assertThat(value * 100).isCloseTo(Math.rint(value * 100), within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34})
    void shouldTellTheTruth_whenEventsAreReplayedByVersion(long seed) {
        Truth truth = new Truth();
        LabelingSession session = new LabelingSession(seed, "street", 1000, truth);
        List<AnnotationEvent> delivered = new ArrayList<>();
        for (int stop = 1; stop <= 8000; stop++) {
            delivered.add(session.next());
            if (stop % 2000 == 0) {
                assertThat(contents(truth)).as("seed %d, %d events", seed, stop).isEqualTo(replay(delivered));
            }
        }
    }

    private static Map<String, Map<String, Annotation>> contents(Truth truth) {
        Map<String, Map<String, Annotation>> contents = new HashMap<>();
        for (LabeledImage image : truth.images().values()) {
            contents.put(image.image().id(), new HashMap<>(image.annotations()));
        }
        return contents;
    }

    /** Another way to the truth: each annotation's last word, unless its image had a later one. */
    private static Map<String, Map<String, Annotation>> replay(List<AnnotationEvent> events) {
        Map<String, Map<String, Annotation>> images = new HashMap<>();
        events.stream()
                .sorted(Comparator.comparingLong(event -> event.version().orElseThrow()))
                .forEach(event -> {
                    if (event instanceof ImageDeleted) {
                        images.remove(event.imageId());
                        return;
                    }
                    Map<String, Annotation> image = images.computeIfAbsent(event.imageId(), id -> new HashMap<>());
                    if (event instanceof AnnotationUpserted upserted) {
                        image.put(upserted.annotation().id(), upserted.annotation());
                    } else if (event instanceof AnnotationDeleted gone) {
                        image.remove(gone.annotationId());
                    } else if (event instanceof ImageReplaced replaced) {
                        image.clear();
                        replaced.annotations().forEach(annotation -> image.put(annotation.id(), annotation));
                    }
                });
        return images;
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42})
    void shouldSettle_whenThereIsALargestNumberOfImages(long seed) {
        Truth truth = new Truth();
        LabelingSession session = LabelingSession.bounded(seed, "street", LabelingSession.DEFAULT_START_MS, truth, 300);
        List<Integer> annotations = new ArrayList<>();
        Set<String> firstImages = new HashSet<>();
        for (int stage = 0; stage < 20; stage++) {
            Set<String> kinds = new HashSet<>();
            for (int i = 0; i < 10_000; i++) {
                kinds.add(session.next().getClass().getSimpleName());
                assertThat(truth.images()).as("seed %d", seed).hasSizeLessThanOrEqualTo(300);
            }
            assertThat(kinds)
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrder(
                            "AnnotationUpserted", "AnnotationDeleted", "ImageReplaced", "ImageDeleted");
            annotations.add(truth.images().values().stream()
                    .mapToInt(image -> image.annotations().size())
                    .sum());
            if (stage == 0) {
                firstImages.addAll(truth.images().keySet());
            }
        }
        assertThat(truth.images()).as("seed %d", seed).hasSizeGreaterThan(250);
        assertThat(truth.images().keySet()).as("images come and go").isNotEqualTo(firstImages);
        int late = annotations.subList(10, 20).stream().mapToInt(i -> i).max().orElseThrow();
        int early = annotations.subList(1, 10).stream().mapToInt(i -> i).max().orElseThrow();
        assertThat(late).as("seed %d: %s", seed, annotations).isLessThan(2 * early);
    }

    @Test
    void shouldCycleThroughBadEvents_whenAskedForThem() {
        BadEvents bad = new BadEvents("street");
        var reasons = Stream.generate(bad::next)
                .limit(bad.kinds())
                .map(BadEvents.BadEvent::reason)
                .toList();
        assertThat(reasons).doesNotHaveDuplicates().hasSize(bad.kinds());
        assertThat(bad.next().reason()).isEqualTo(reasons.get(0));
    }

    private static List<AnnotationEvent> events(LabelingSession session, int count) {
        return Stream.generate(session::next).limit(count).toList();
    }
}
