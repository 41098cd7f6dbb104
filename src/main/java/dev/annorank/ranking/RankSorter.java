package dev.annorank.ranking;

import dev.annorank.model.Ids;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sorts slots by falling score, equal scores by id in {@link Ids#ORDER}.
 *
 * <p>Hot path. The bits of positive doubles, read as integers, are in the doubles' order. Their distance from the largest,
 * cut to its upper 33 bits, is packed with the slot into one long and sorted in at most three passes of 11 bits (LSD
 * radix sort). Few slots share those 33 bits; each such run is merge-sorted by whole score and id. So n scores cost O(n)
 * when they differ, and O(n log n) at worst. Scratch arrays are kept from one sort to the next.
 */
final class RankSorter {
    private static final int SLOT_BITS = 31;
    private static final long SLOT_MASK = (1L << SLOT_BITS) - 1;
    private static final int KEY_BITS = 64 - SLOT_BITS;
    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = KEY_BITS / DIGIT_BITS;
    private static final int RADIX = 1 << DIGIT_BITS;
    private static final int SMALL_RUN = 8;

    /** None until something is sorted: many datasets may have nothing to rank. */
    private int[][] histograms = new int[0][];

    private long[] packed = new long[0];
    private long[] spare = new long[0];
    private int[] scratch = new int[0];

    /**
     * Returns the slots whose score is above 0 in order of rank.
     *
     * @param scores by slot, 0 or positive and finite; one entry a slot
     * @param ranked how many are above 0
     * @param names by slot; not null where the score is above 0
     */
    int[] sort(double[] scores, int ranked, @Nullable String[] names) {
        int[] order = new int[ranked];
        if (ranked == 0) {
            return order;
        }
        pack(scores, ranked);
        sortPacked(ranked);
        for (int i = 0; i < ranked; i++) {
            order[i] = (int) (packed[i] & SLOT_MASK);
        }
        for (int start = 0, end; start < ranked; start = end) {
            long key = packed[start] >>> SLOT_BITS;
            end = start + 1;
            while (end < ranked && packed[end] >>> SLOT_BITS == key) {
                end++;
            }
            if (end - start > 1) {
                sortRun(order, start, end, scores, names);
            }
        }
        return order;
    }

    private void pack(double[] scores, int ranked) {
        if (packed.length < ranked) {
            int capacity = Growth.length(packed.length, ranked);
            packed = new long[capacity];
            spare = new long[capacity];
        }
        long largest = 0;
        long smallest = Long.MAX_VALUE;
        for (double score : scores) {
            if (score > 0) {
                long bits = Double.doubleToRawLongBits(score);
                largest = Math.max(largest, bits);
                smallest = Math.min(smallest, bits);
            }
        }
        int shift = Math.max(0, 64 - Long.numberOfLeadingZeros(largest - smallest) - KEY_BITS);
        if (histograms.length == 0) {
            histograms = new int[DIGITS][RADIX];
        }
        for (int[] histogram : histograms) {
            Arrays.fill(histogram, 0);
        }
        int[] low = histograms[0];
        int[] middle = histograms[1];
        int[] high = histograms[2];
        int count = 0;
        for (int slot = 0; slot < scores.length; slot++) {
            if (scores[slot] > 0) {
                long key = (largest - Double.doubleToRawLongBits(scores[slot])) >>> shift;
                low[(int) key & (RADIX - 1)]++;
                middle[(int) (key >>> DIGIT_BITS) & (RADIX - 1)]++;
                high[(int) (key >>> (2 * DIGIT_BITS))]++;
                packed[count++] = key << SLOT_BITS | slot;
            }
        }
    }

    private void sortPacked(int ranked) {
        for (int digit = 0; digit < DIGITS; digit++) {
            int[] ends = histograms[digit];
            int shift = SLOT_BITS + digit * DIGIT_BITS;
            if (ends[(int) (packed[0] >>> shift) & (RADIX - 1)] == ranked) {
                continue;
            }
            int before = 0;
            for (int value = 0; value < RADIX; value++) {
                int count = ends[value];
                ends[value] = before;
                before += count;
            }
            long[] from = packed;
            long[] to = spare;
            for (int i = 0; i < ranked; i++) {
                long entry = from[i];
                to[ends[(int) (entry >>> shift) & (RADIX - 1)]++] = entry;
            }
            packed = to;
            spare = from;
        }
    }

    private void sortRun(int[] order, int start, int end, double[] scores, @Nullable String[] names) {
        if (end - start <= SMALL_RUN) {
            insertionSort(order, start, end, scores, names);
            return;
        }
        int middle = (start + end) >>> 1;
        sortRun(order, start, middle, scores, names);
        sortRun(order, middle, end, scores, names);
        // Slots are often in the order of ids already.
        if (!comesBefore(order[middle], order[middle - 1], scores, names)) {
            return;
        }
        int left = middle - start;
        if (scratch.length < left) {
            scratch = new int[Growth.length(scratch.length, left)];
        }
        System.arraycopy(order, start, scratch, 0, left);
        int right = middle;
        int to = start;
        for (int i = 0; i < left; to++) {
            if (right < end && comesBefore(order[right], scratch[i], scores, names)) {
                order[to] = order[right++];
            } else {
                order[to] = scratch[i++];
            }
        }
    }

    private static void insertionSort(int[] order, int start, int end, double[] scores, @Nullable String[] names) {
        for (int i = start + 1; i < end; i++) {
            int slot = order[i];
            int at = i;
            while (at > start && comesBefore(slot, order[at - 1], scores, names)) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = slot;
        }
    }

    private static boolean comesBefore(int a, int b, double[] scores, @Nullable String[] names) {
        if (scores[a] != scores[b]) {
            return scores[a] > scores[b];
        }
        String nameA = names[a];
        String nameB = names[b];
        if (nameA == null || nameB == null) {
            throw new IllegalStateException("slot " + (nameA == null ? a : b) + " is ranked and has no name");
        }
        return Ids.ORDER.compare(nameA, nameB) < 0;
    }
}
