package dev.annorank.ranking;

import dev.annorank.model.Ids;
import dev.annorank.model.ImageVector;
import dev.annorank.model.JsonLength;
import java.util.Arrays;

/**
 * One image's vector as its instances come and go: for each class the number of instances and the exact sum of their
 * SI-SCS. A class without instances has no entry. Entries are in {@link Ids#ORDER} of their class, so that equal contents
 * are equal bytes, whatever the order of events.
 *
 * <p>An image has few classes; a new one moves those behind it. Not for use by several threads.
 */
public final class VectorAccumulator {
    /** As many are compared one by one: quicker than by order, and most images have no more. */
    private static final int SCANNED = 8;

    private static final int ROOM = 2;

    private String[] categories = new String[ROOM];
    private int[] counts = new int[ROOM];
    private long[] sums = new long[ROOM * ExactSum.WORDS];
    private int size;
    private long instances;
    private long nameBytes;

    /**
     * Rebuilds what {@link #category}, {@link #count}, {@link #high} and {@link #low} told of another.
     *
     * @throws IllegalArgumentException if lengths differ, a count is below 1, a sum is negative, or categories are not
     *     ascending in {@link Ids#ORDER}
     */
    public static VectorAccumulator of(String[] categories, int[] counts, long[] highs, long[] lows) {
        int size = categories.length;
        if (counts.length != size || highs.length != size || lows.length != size) {
            throw new IllegalArgumentException(
                    "lengths differ: " + size + ", " + counts.length + ", " + highs.length + ", " + lows.length);
        }
        VectorAccumulator restored = new VectorAccumulator();
        for (int i = 0; i < size; i++) {
            Ids.requireId("category", categories[i]);
            if (i > 0 && Ids.ORDER.compare(categories[i - 1], categories[i]) >= 0) {
                throw new IllegalArgumentException(
                        "category " + categories[i] + " comes after " + categories[i - 1] + "; they must ascend");
            }
            if (counts[i] < 1) {
                throw new IllegalArgumentException("count of " + categories[i] + " is " + counts[i]);
            }
            if (highs[i] < 0) {
                throw new IllegalArgumentException("sum of " + categories[i] + " is negative, high word " + highs[i]);
            }
            restored.insert(i, categories[i]);
            restored.counts[i] = counts[i];
            restored.instances += counts[i];
            restored.sums[2 * i] = highs[i];
            restored.sums[2 * i + 1] = lows[i];
        }
        return restored;
    }

    /**
     * Counts an instance in.
     *
     * @param siScs its SI-SCS; 0 for an instance that is counted but has no shape
     * @throws IllegalArgumentException if {@code siScs} does not {@linkplain ExactSum#fits fit}; nothing is changed
     */
    public void add(String category, double siScs) {
        if (!ExactSum.fits(siScs)) {
            throw new IllegalArgumentException("siScs of an instance of " + category + " is " + siScs);
        }
        int at = find(category);
        if (at < 0) {
            at = ~at;
            insert(at, category);
        }
        int count = Math.addExact(counts[at], 1);
        ExactSum.add(sums, 2 * at, siScs);
        counts[at] = count;
        instances++;
    }

    /**
     * Counts an instance out that was counted in with the same class and SI-SCS.
     *
     * @throws IllegalArgumentException if it cannot have been: no instance of that class is in, or what would remain is
     *     less than nothing, or no instance would remain but a sum; nothing is changed
     */
    public void remove(String category, double siScs) {
        int at = find(category);
        if (at < 0) {
            throw new IllegalArgumentException("no instance of " + category + " is in; cannot remove one");
        }
        long high = sums[2 * at];
        long low = sums[2 * at + 1];
        ExactSum.subtract(sums, 2 * at, siScs);
        boolean last = counts[at] == 1;
        boolean zero = (sums[2 * at] | sums[2 * at + 1]) == 0;
        if (sums[2 * at] < 0 || (last && !zero)) {
            sums[2 * at] = high;
            sums[2 * at + 1] = low;
            throw new IllegalArgumentException("no instance of " + category + " with siScs " + siScs + " can be in: "
                    + counts[at] + " sum to " + ExactSum.doubleValue(high, low));
        }
        counts[at]--;
        instances--;
        if (last) {
            delete(at);
        }
    }

    /** Takes all instances out. */
    public void clear() {
        size = 0;
        instances = 0;
        nameBytes = 0;
        categories = new String[ROOM];
        counts = new int[ROOM];
        sums = new long[ROOM * ExactSum.WORDS];
    }

    /** The vector: classes in {@link Ids#ORDER}, sums rounded once; {@link ImageVector#EMPTY} without instances. */
    public ImageVector toVector() {
        if (size == 0) {
            return ImageVector.EMPTY;
        }
        double[] rounded = new double[size];
        for (int i = 0; i < size; i++) {
            rounded[i] = ExactSum.doubleValue(sums[2 * i], sums[2 * i + 1]);
        }
        return new ImageVector(Arrays.copyOf(categories, size), Arrays.copyOf(counts, size), rounded);
    }

    /** Whether no instance is in. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Instances of all classes. */
    public long instances() {
        return instances;
    }

    /** What the names of the classes take in JSON, each once and without quotes; see {@link JsonLength}. */
    public long nameBytes() {
        return nameBytes;
    }

    /** Number of classes, each with at least one instance. */
    public int size() {
        return size;
    }

    /** The class of entry {@code i}. */
    public String category(int i) {
        return categories[checked(i)];
    }

    /** Instances of entry {@code i}, at least 1. */
    public int count(int i) {
        return counts[checked(i)];
    }

    /** Upper word of the {@link ExactSum} of entry {@code i}, at least 0. */
    public long high(int i) {
        return sums[2 * checked(i)];
    }

    /** Lower word of the {@link ExactSum} of entry {@code i}. */
    public long low(int i) {
        return sums[2 * checked(i) + 1];
    }

    private int checked(int i) {
        if (i < 0 || i >= size) {
            throw new IndexOutOfBoundsException("entry " + i + " of " + size);
        }
        return i;
    }

    /** Where the class is, or the complement of where it would go. */
    private int find(String category) {
        int scanned = Math.min(size, SCANNED);
        for (int i = 0; i < scanned; i++) {
            if (categories[i].equals(category)) {
                return i;
            }
        }
        Ids.requireId("category", category);
        return Arrays.binarySearch(categories, 0, size, category, Ids.ORDER);
    }

    private void insert(int at, String category) {
        if (size == counts.length) {
            categories = Arrays.copyOf(categories, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
            sums = Arrays.copyOf(sums, 2 * size * ExactSum.WORDS);
        }
        System.arraycopy(categories, at, categories, at + 1, size - at);
        System.arraycopy(counts, at, counts, at + 1, size - at);
        System.arraycopy(sums, 2 * at, sums, 2 * (at + 1), 2 * (size - at));
        categories[at] = category;
        counts[at] = 0;
        sums[2 * at] = 0;
        sums[2 * at + 1] = 0;
        size++;
        nameBytes += JsonLength.of(category);
    }

    private void delete(int at) {
        int after = size - at - 1;
        nameBytes -= JsonLength.of(categories[at]);
        System.arraycopy(categories, at + 1, categories, at, after);
        System.arraycopy(counts, at + 1, counts, at, after);
        System.arraycopy(sums, 2 * (at + 1), sums, 2 * at, 2 * after);
        size--;
    }
}
