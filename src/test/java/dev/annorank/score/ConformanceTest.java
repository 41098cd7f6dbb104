package dev.annorank.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.annorank.mask.ContourMeasurer;
import dev.annorank.model.ShapeScore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guarantee G1: contour measures equal the authors' code on real data, every instance, no exceptions. */
class ConformanceTest {
    private static final double MEASURE_TOLERANCE = 1e-9;
    private static final double SCORE_TOLERANCE = 1e-12;

    private final InstanceScorer scorer = new InstanceScorer(Measure.CONTOUR, ContourMeasurer.DEFAULT_MAX_PIXELS);

    @BeforeEach
    void requireData() {
        assumeTrue(ReferenceData.isPresent(), () -> "no reference data in " + ReferenceData.folder());
    }

    @Test
    void shouldEqualTheAuthorsCode_onVoc() throws IOException {
        requireEqual(ReferenceData.dataset("voc2012-train"), 3504);
    }

    @Test
    void shouldEqualTheAuthorsCode_onTaco() throws IOException {
        requireEqual(ReferenceData.dataset("taco"), 4784);
    }

    @Test
    void shouldEqualTheAuthorsCode_onHostileMasks() throws IOException {
        requireEqual(ReferenceData.contourCases(), 4000);
    }

    private void requireEqual(List<ReferenceData.Case> cases, int count) {
        List<String> differences = new ArrayList<>();
        int sameBits = 0;
        for (ReferenceData.Case expected : cases) {
            ShapeScore actual = scorer.score(expected.image(), expected.annotation());
            boolean scored = !Double.isNaN(expected.siScs());
            if (!isNear(actual.perimeterPx(), expected.perimeter(), MEASURE_TOLERANCE)
                    || !isNear(actual.areaPx2(), expected.area(), MEASURE_TOLERANCE)
                    || actual.contours() != expected.contours()
                    || (scored && !isNear(actual.siScs(), expected.siScs(), SCORE_TOLERANCE))) {
                differences.add(expected + " is " + actual);
            }
            if (actual.perimeterPx() == expected.perimeter()
                    && actual.areaPx2() == expected.area()
                    && (!scored || actual.siScs() == expected.siScs())) {
                sameBits++;
            }
        }
        System.out.println(sameBits + " of " + cases.size() + " instances equal to the last bit");
        assertThat(cases).hasSize(count);
        assertThat(differences).isEmpty();
    }

    private static boolean isNear(double actual, double expected, double tolerance) {
        return Math.abs(actual - expected) <= tolerance * Math.abs(expected);
    }
}
