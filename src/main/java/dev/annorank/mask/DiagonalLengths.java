package dev.annorank.mask;

/**
 * Lengths of diagonal segments as OpenCV's {@code arcLength} has them: sqrt(dx² + dy²) computed and rounded in float32.
 *
 * <p>Every float32 from 1 on is a whole multiple of 2^-23, so lengths are kept as integers in that unit: sums are exact
 * and their order does not matter.
 */
final class DiagonalLengths {
    /** Units to the pixel. */
    static final double UNIT = 0x1p-23;

    private static final int TABLE = 2048;
    private static final long[] GAIN = new long[TABLE];

    static {
        for (int steps = 1; steps < TABLE; steps++) {
            GAIN[steps] = length(steps) - length(steps - 1);
        }
    }

    private DiagonalLengths() {}

    /** Length of a segment of that many diagonal steps, in units. */
    static long length(int steps) {
        float d = steps;
        return (long) ((double) (float) Math.sqrt(d * d + d * d) / UNIT);
    }

    /** By how much a diagonal segment grows with its last step. */
    static long gain(int steps) {
        return steps < TABLE ? GAIN[steps] : length(steps) - length(steps - 1);
    }
}
