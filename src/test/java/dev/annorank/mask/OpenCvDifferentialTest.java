package dev.annorank.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.Image;
import dev.annorank.model.Segmentation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The contour measure against OpenCV itself on seeded random masks; how many is the system property {@code
 * annorank.differential.masks}, the seed of the first {@code annorank.differential.seed}.
 */
class OpenCvDifferentialTest {
    private static final int MASKS = Integer.getInteger("annorank.differential.masks", 2000);
    private static final long FIRST_SEED = Long.getLong("annorank.differential.seed", 20_260_101L);
    private static final int SHOWN = 5;
    private static final int LONG = 20;

    private final ContourMeasurer measurer = new ContourMeasurer();
    private final PolygonFiller filler = new PolygonFiller();
    private final MaskRuns runs = new MaskRuns();

    @Test
    void shouldEqualOpenCv_whenMasksAreRandom() {
        List<String> differences = new ArrayList<>();
        int different = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + MASKS; seed++) {
            RandomMasks.Sample sample = RandomMasks.sample(seed);
            String difference = compare(sample);
            if (!difference.isEmpty()) {
                different++;
                if (differences.size() < SHOWN) {
                    differences.add("seed " + seed + ": " + difference + "\n  " + sample.describe());
                }
            }
        }
        System.out.println(
                MASKS + " masks from seed " + FIRST_SEED + " compared with OpenCV, " + different + " differ");
        assertThat(different).as(String.join("\n", differences)).isZero();
    }

    /** OpenCV's crossings go astray over so many rows that they leave the lines of their edges. */
    @ParameterizedTest
    @CsvSource({"40, 200000", "200000, 40"})
    void shouldEqualOpenCv_whenImagesAreLong(int width, int height) {
        Random random = new Random(FIRST_SEED);
        for (int i = 0; i < LONG; i++) {
            double[] xy = new double[2 * (3 + random.nextInt(4))];
            for (int at = 0; at < xy.length; at += 2) {
                xy[at] = random.nextInt(width + 2) - 1;
                xy[at + 1] = random.nextInt(height + 2) - 1;
            }
            Segmentation polygon = new Segmentation.Polygons(xy, new int[] {xy.length});
            RandomMasks.Sample sample = new RandomMasks.Sample(Image.of("long", width, height), polygon);
            assertThat(compare(sample)).as(sample.describe()).isEmpty();
        }
    }

    /** Empty if all is equal: the polygons' pixels, the number of contours, and perimeter and area to the last bit. */
    private String compare(RandomMasks.Sample sample) {
        int width = sample.image().width();
        int height = sample.image().height();
        byte[] expectedMask = OpenCv.mask(sample.segmentation(), width, height);
        if (sample.segmentation() instanceof Segmentation.Polygons polygons
                && !Arrays.equals(fill(polygons, width, height), expectedMask)) {
            return "pixels differ";
        }
        Shape expected = OpenCv.measure(expectedMask, width, height);
        Shape actual = measurer.measure(sample.segmentation(), width, height);
        return actual.equals(expected) ? "" : actual + " instead of " + expected;
    }

    private byte[] fill(Segmentation.Polygons polygons, int width, int height) {
        byte[] pixels = new byte[width * height];
        int row = filler.fill(polygons, width, height, runs);
        for (int i = 0; i < 2 * runs.size; i += 2) {
            int line = runs.ends[i] / runs.stride;
            int shift = (row + line) * width - line * runs.stride;
            Arrays.fill(pixels, shift + runs.ends[i], shift + runs.ends[i + 1] + 1, (byte) 1);
        }
        return pixels;
    }
}
