package dev.annorank.ranking;

import java.util.Arrays;

/**
 * The vectors of all images of a dataset, end to end in three arrays: 16 bytes an entry and 8 an image. A vector is
 * written where its slot's last one was if it fits there, else at the end. What is left behind is squeezed out when it is
 * a quarter of the pool, so writing costs O(entries), amortized, and vectors lie in the order of their slots, as ranking
 * reads them.
 */
final class VectorPool {
    private int[] starts = new int[8];
    private int[] lengths = new int[8];
    private int[] classes = new int[16];
    private int[] counts = new int[16];
    private double[] sums = new double[16];
    private int used;
    private int live;

    /** The same vectors, apart from this pool: later changes of either do not show in the other. */
    VectorPool copy() {
        VectorPool copy = new VectorPool();
        copy.starts = starts.clone();
        copy.lengths = lengths.clone();
        copy.classes = Arrays.copyOf(classes, used);
        copy.counts = Arrays.copyOf(counts, used);
        copy.sums = Arrays.copyOf(sums, used);
        copy.used = used;
        copy.live = live;
        return copy;
    }

    /** Number of classes of the vector in a slot; 0 if there is none. */
    int length(int slot) {
        return slot < lengths.length ? lengths[slot] : 0;
    }

    /** Where in the pool a slot's vector starts; good until the next {@link #put}. */
    int start(int slot) {
        return starts[slot];
    }

    int classAt(int index) {
        return classes[index];
    }

    int countAt(int index) {
        return counts[index];
    }

    double sumAt(int index) {
        return sums[index];
    }

    /** Entries in use, of all vectors. */
    int entries() {
        return live;
    }

    /** Writes a slot's vector, replacing the one it had; length 0 removes it. */
    void put(int slot, int[] newClasses, int[] newCounts, double[] newSums, int length) {
        if (slot >= lengths.length) {
            int capacity = Growth.length(lengths.length, slot + 1L);
            starts = Arrays.copyOf(starts, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
        }
        int start = starts[slot];
        int old = lengths[slot];
        live -= old;
        if (length > old) {
            // Not to be carried along when the pool is squeezed.
            lengths[slot] = 0;
            start = reserve(length);
        }
        System.arraycopy(newClasses, 0, classes, start, length);
        System.arraycopy(newCounts, 0, counts, start, length);
        System.arraycopy(newSums, 0, sums, start, length);
        starts[slot] = start;
        lengths[slot] = length;
        live += length;
    }

    /**
     * The score of a slot's vector: the correctly rounded sum of a(i,c) / S_c over its classes with a(i,c) above 0; 0 if
     * there is none.
     *
     * @param classSums S_c by class
     * @param terms room for as many doubles as the vector has classes
     */
    double score(int slot, double[] classSums, double[] terms) {
        int start = starts[slot];
        int end = start + lengths[slot];
        int count = 0;
        for (int i = start; i < end; i++) {
            double sum = sums[i];
            if (sum > 0) {
                terms[count++] = sum / classSums[classes[i]];
            }
        }
        return RoundedSum.of(terms, count);
    }

    private int reserve(int length) {
        if (used + (long) length > classes.length) {
            if (used - live >= used / 4) {
                squeeze(Growth.length(0, live + live / 2L + length));
            } else {
                squeeze(Growth.length(classes.length, used + (long) length));
            }
        }
        int start = used;
        used += length;
        return start;
    }

    /** Copies all vectors, in the order of their slots, to new arrays. */
    private void squeeze(int capacity) {
        int[] newClasses = new int[capacity];
        int[] newCounts = new int[capacity];
        double[] newSums = new double[capacity];
        int end = 0;
        for (int slot = 0; slot < lengths.length; slot++) {
            int length = lengths[slot];
            System.arraycopy(classes, starts[slot], newClasses, end, length);
            System.arraycopy(counts, starts[slot], newCounts, end, length);
            System.arraycopy(sums, starts[slot], newSums, end, length);
            starts[slot] = end;
            end += length;
        }
        classes = newClasses;
        counts = newCounts;
        sums = newSums;
        used = end;
    }
}
