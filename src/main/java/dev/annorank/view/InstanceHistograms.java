package dev.annorank.view;

import dev.annorank.model.ShapeScore;

/**
 * How SI-SCS and areas are spread over instances, kept up to date as they come and go. SI-SCS bins are an eighth of an
 * octave wide from 0.5 to 128, bins of areas half an octave from 1 px² to 2<sup>26</sup> px². Not for use by several
 * threads.
 */
final class InstanceHistograms {
    private static final int SI_SCS_BINS = 64;
    private static final int SI_SCS_PER_OCTAVE = 8;
    private static final double SI_SCS_LEAST = 0.5;
    private static final int AREA_BINS = 52;
    private static final int AREA_PER_OCTAVE = 2;

    private final long[] siScs = new long[SI_SCS_BINS];
    private final long[] areas = new long[AREA_BINS];
    private final double[] scsSums = new double[AREA_BINS];
    private final double[] siScsSums = new double[AREA_BINS];
    private long instances;
    private long withoutArea;

    /** Counts an instance in, or out again. */
    void count(ShapeScore score, boolean in) {
        int one = in ? 1 : -1;
        if (score.areaPx2() == 0) {
            withoutArea += one;
            return;
        }
        instances += one;
        siScs[siScsBin(score.siScs())] += one;
        int bin = bin(score.areaPx2(), AREA_PER_OCTAVE, AREA_BINS);
        areas[bin] += one;
        // Sums of doubles drift a little; an empty bin begins anew.
        scsSums[bin] = areas[bin] == 0 ? 0 : Math.max(0, scsSums[bin] + one * score.scs());
        siScsSums[bin] = areas[bin] == 0 ? 0 : Math.max(0, siScsSums[bin] + one * score.siScs());
    }

    Distribution distribution() {
        double[] scsMeans = new double[AREA_BINS];
        double[] siScsMeans = new double[AREA_BINS];
        for (int bin = 0; bin < AREA_BINS; bin++) {
            if (areas[bin] > 0) {
                scsMeans[bin] = scsSums[bin] / areas[bin];
                siScsMeans[bin] = siScsSums[bin] / areas[bin];
            }
        }
        return new Distribution(
                instances,
                withoutArea,
                edges(SI_SCS_LEAST, SI_SCS_PER_OCTAVE, SI_SCS_BINS),
                siScs.clone(),
                edges(1, AREA_PER_OCTAVE, AREA_BINS),
                areas.clone(),
                scsMeans,
                siScsMeans);
    }

    /** Bins of SI-SCS. */
    static int siScsBins() {
        return SI_SCS_BINS;
    }

    /** The bin of a SI-SCS above 0. */
    static int siScsBin(double value) {
        return bin(value / SI_SCS_LEAST, SI_SCS_PER_OCTAVE, SI_SCS_BINS);
    }

    /** Where a bin of SI-SCS begins. */
    static double siScsEdge(int bin) {
        return edge(SI_SCS_LEAST, SI_SCS_PER_OCTAVE, bin);
    }

    private static int bin(double value, int perOctave, int bins) {
        int bin = (int) Math.floor(perOctave * Math.log(value) / Math.log(2));
        bin = Math.min(bins - 1, Math.max(0, bin));
        // The logarithm is rounded; the edges decide.
        if (bin + 1 < bins && value >= edge(1, perOctave, bin + 1)) {
            return bin + 1;
        }
        return bin > 0 && value < edge(1, perOctave, bin) ? bin - 1 : bin;
    }

    private static double edge(double least, int perOctave, int bin) {
        return least * StrictMath.pow(2, (double) bin / perOctave);
    }

    private static double[] edges(double least, int perOctave, int bins) {
        double[] edges = new double[bins + 1];
        for (int bin = 0; bin <= bins; bin++) {
            edges[bin] = edge(least, perOctave, bin);
        }
        return edges;
    }
}
