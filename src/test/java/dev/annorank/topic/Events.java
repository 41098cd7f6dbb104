package dev.annorank.topic;

import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationDeleted;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Image;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.CompressedRle;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.Segmentation.Rle;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/** Valid events by chance, of every type and every form of segmentation. */
public final class Events {
    private static final String[] TEXTS = {
        "0", "82", "a/b", "Flasche \u00fc", "\u65e5\u672c", "\ud83d\ude00", "x\"\\\n\u0001y"
    };
    private static final double[] COORDINATES = {
        0, -0.0, 1, -1, 0.1, 1e-300, Double.MIN_VALUE, 1 << 24, -(1 << 24), 1.0 / 3, 123456.789
    };

    private Events() {}

    public static AnnotationEvent random(Random random) {
        String dataset = random.nextBoolean() ? "default" : "taco-1.0_x";
        OptionalLong version = switch (random.nextInt(3)) {
            case 0 -> OptionalLong.empty();
            case 1 -> OptionalLong.of(random.nextLong() >>> 1);
            default -> OptionalLong.of(random.nextInt(10));
        };
        return switch (random.nextInt(4)) {
            case 0 -> new AnnotationUpserted(dataset, version, image(random), annotation(random, text(random)));
            case 1 -> new AnnotationDeleted(dataset, version, text(random), text(random));
            case 2 -> {
                List<Annotation> annotations = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    annotations.add(annotation(random, i + text(random)));
                }
                yield new ImageReplaced(dataset, version, image(random), annotations);
            }
            default -> new ImageDeleted(dataset, version, text(random));
        };
    }

    private static Image image(Random random) {
        return new Image(
                text(random),
                1 + random.nextInt(5000),
                1 + random.nextInt(5000),
                random.nextBoolean() ? null : text(random),
                random.nextBoolean() ? null : "https://example.org/" + text(random));
    }

    private static Annotation annotation(Random random, String id) {
        return new Annotation(id, text(random), segmentation(random), random.nextBoolean());
    }

    private static Segmentation segmentation(Random random) {
        switch (random.nextInt(3)) {
            case 0 -> {
                int[] ends = new int[1 + random.nextInt(3)];
                int length = 0;
                for (int i = 0; i < ends.length; i++) {
                    // Two points alone would be read as a box, and points alone as one polygon.
                    length += 2 * (3 + random.nextInt(4));
                    ends[i] = length;
                }
                double[] coordinates = new double[length];
                for (int i = 0; i < length; i++) {
                    coordinates[i] = random.nextBoolean()
                            ? COORDINATES[random.nextInt(COORDINATES.length)]
                            : (random.nextDouble() - 0.5) * 4000;
                }
                return new Polygons(coordinates, ends);
            }
            case 1 -> {
                int[] counts = new int[random.nextInt(6)];
                for (int i = 0; i < counts.length; i++) {
                    counts[i] = random.nextInt() >>> (1 + random.nextInt(31));
                }
                return new Rle(1 + random.nextInt(99), 1 + random.nextInt(99), counts);
            }
            default -> {
                StringBuilder counts = new StringBuilder();
                for (int i = random.nextInt(20); i > 0; i--) {
                    counts.append((char) ('0' + random.nextInt(64)));
                }
                return new CompressedRle(1 + random.nextInt(99), 1 + random.nextInt(99), counts.toString());
            }
        }
    }

    private static String text(Random random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }
}
