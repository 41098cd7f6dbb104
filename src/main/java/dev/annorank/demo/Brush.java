package dev.annorank.demo;

import dev.annorank.model.Segmentation.Rle;
import java.util.Arrays;

/** Masks as a brush paints them: overlapping round strokes, as run lengths. */
final class Brush {
    private Brush() {}

    /**
     * Paints discs into an image.
     *
     * @param height rows of the image
     * @param width columns of the image
     * @param discs centre x, centre y and radius of each, px; what lies outside the image is cut off
     * @return run lengths that fill the image, column-major; one run where nothing is painted
     */
    static Rle paint(int height, int width, double[] discs) {
        int[] counts = new int[64];
        int runs = 0;
        // Pixels already covered by finished runs, and the end of the foreground run that is still growing.
        long done = 0;
        long open = -1;
        long[] spans = new long[discs.length / 3];
        for (int x = firstColumn(discs); x < Math.min(width, lastColumn(discs) + 1); x++) {
            int found = spans(discs, x, height, spans);
            for (int i = 0; i < found; i++) {
                long start = (long) x * height + (spans[i] >>> 32);
                long end = (long) x * height + (spans[i] & 0xFFFF_FFFFL);
                if (open >= 0 && start <= open) {
                    open = Math.max(open, end);
                    continue;
                }
                if (open >= 0) {
                    counts = put(counts, runs++, open - done);
                    done = open;
                }
                counts = put(counts, runs++, start - done);
                done = start;
                open = end;
            }
        }
        if (open >= 0) {
            counts = put(counts, runs++, open - done);
            done = open;
        }
        long rest = (long) width * height - done;
        if (rest > 0) {
            counts = put(counts, runs++, rest);
        }
        return new Rle(height, width, Arrays.copyOf(counts, runs));
    }

    /** The discs' rows of one column as start << 32 | end, ascending by start. */
    private static int spans(double[] discs, int x, int height, long[] spans) {
        int found = 0;
        for (int i = 0; i < discs.length; i += 3) {
            double off = x - discs[i];
            double square = discs[i + 2] * discs[i + 2] - off * off;
            if (square > 0) {
                double half = Math.sqrt(square);
                long start = Math.max(0, (long) Math.ceil(discs[i + 1] - half));
                long end = Math.min(height, (long) Math.floor(discs[i + 1] + half) + 1);
                if (start < end) {
                    spans[found++] = start << 32 | end;
                }
            }
        }
        Arrays.sort(spans, 0, found);
        return found;
    }

    private static int firstColumn(double[] discs) {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < discs.length; i += 3) {
            least = Math.min(least, discs[i] - discs[i + 2]);
        }
        return (int) Math.max(0, Math.floor(least));
    }

    private static int lastColumn(double[] discs) {
        double most = -1;
        for (int i = 0; i < discs.length; i += 3) {
            most = Math.max(most, discs[i] + discs[i + 2]);
        }
        return (int) Math.ceil(most);
    }

    private static int[] put(int[] counts, int index, long run) {
        int[] room = index < counts.length ? counts : Arrays.copyOf(counts, 2 * index);
        room[index] = Math.toIntExact(run);
        return room;
    }
}
