package dev.annorank.ranking;

import dev.annorank.model.Ids;
import dev.annorank.model.ImageVector;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The images of one dataset by their vectors, the totals of its classes, and from both the exact ranking (arXiv
 * 2503.00828, section 3):
 *
 * <pre>
 *   score(i) = sum over c of a(i,c) / S_c      S_c = sum over i of a(i,c)
 * </pre>
 *
 * S_c is the exact sum of the doubles a(i,c), rounded once; each quotient is rounded; their sum is exact and rounded once.
 * So whoever has the vectors gets the same bits with {@code math.fsum}, and nothing depends on the order in which vectors
 * came, changed and went. A class with a(i,c) = 0 adds nothing, and an image without any other is unranked.
 *
 * <p>An upsert or removal costs O(classes of the image), a ranking of n images O(nonzeros + n log n) on primitive arrays;
 * an image takes its id and, with 3 classes, about 80 bytes. Not for use by several threads; a {@link Ranking} is.
 */
public final class RankingIndex {
    private static final int FEW = 16;

    private SlotTable images = new SlotTable();
    private VectorPool vectors = new VectorPool();
    private ClassTable classes = new ClassTable();
    private RankSorter sorter = new RankSorter();
    private int[] ids = new int[FEW];
    private double[] terms = new double[FEW];

    /**
     * Sets an image's vector. An empty one means that the image is gone.
     *
     * @return whether that changes anything
     * @throws IllegalArgumentException if the vector names a class twice or holds a sum that does not
     *     {@linkplain ExactSum#fits fit}; nothing is changed
     * @throws ArithmeticException if a class's sum would come near 2<sup>62</sup>; nothing is changed
     */
    public boolean upsert(String image, ImageVector vector) {
        if (vector.isEmpty()) {
            return remove(image);
        }
        Ids.requireId("image", image);
        requireUsable(vector);
        requireRoom(vector);
        int slot = images.slot(image);
        if (slot >= 0 && holds(slot, vector)) {
            return false;
        }
        int size = vector.size();
        if (ids.length < size) {
            ids = new int[Growth.length(ids.length, size)];
            terms = new double[ids.length];
        }
        // In before out: a class that stays keeps its number.
        for (int i = 0; i < size; i++) {
            ids[i] = classes.add(vector.classes()[i], vector.counts()[i], vector.sums()[i]);
        }
        if (slot >= 0) {
            subtract(slot);
        } else {
            slot = images.acquire(image);
        }
        vectors.put(slot, ids, vector.counts(), vector.sums(), size);
        return true;
    }

    /** Takes an image out; returns whether it was there. */
    public boolean remove(String image) {
        int slot = images.slot(image);
        if (slot < 0) {
            return false;
        }
        if (images.size() == 1) {
            clear();
            return true;
        }
        subtract(slot);
        vectors.put(slot, ids, ids, terms, 0);
        images.release(image);
        return true;
    }

    /** Takes all images out, and gives the memory back that they took. */
    public void clear() {
        images = new SlotTable();
        vectors = new VectorPool();
        classes = new ClassTable();
        sorter = new RankSorter();
    }

    /** The image's vector, classes in the order they came in; null if the image is not there. */
    public @Nullable ImageVector vector(String image) {
        int slot = images.slot(image);
        return slot < 0 ? null : vectorAt(slot);
    }

    /** Images, each with at least one instance. */
    public int images() {
        return images.size();
    }

    /** Instances of all images, those that score 0 included. */
    public long instances() {
        return classes.instances();
    }

    /** Classes with at least one instance. */
    public int classes() {
        return classes.size();
    }

    /** S_c of a class; 0 for one that is not there. */
    public double classSum(String name) {
        int id = classes.find(name);
        return id < 0 ? 0 : classes.sum(id);
    }

    /** The totals of all classes, in {@link Ids#ORDER} of their names. */
    public List<ClassTotal> classTotals() {
        return classes.totals();
    }

    /** The exact ranking of the images as they are now. */
    public Ranking rank() {
        @Nullable String[] names = images.copyOfNames();
        double[] scores = new double[names.length];
        int ranked = score(vectors, classes.sums(), scores, terms);
        return new Ranking(names, scores, sorter.sort(scores, ranked, names), images.size());
    }

    /**
     * The images as they are now, apart from later changes; to be ranked elsewhere. Arrays are copied, nothing is computed
     * but S_c: about 50 bytes an image of 3 classes.
     */
    public FrozenIndex freeze() {
        return new FrozenIndex(images.copy(), vectors.copy(), classes.copyOfNames(), classes.sums());
    }

    /**
     * Scores every slot.
     *
     * @param scores set, one entry a slot; 0 where it is free
     * @param terms room for as many doubles as any vector has classes
     * @return how many score above 0
     */
    static int score(VectorPool vectors, double[] classSums, double[] scores, double[] terms) {
        int ranked = 0;
        for (int slot = 0; slot < scores.length; slot++) {
            if (vectors.length(slot) > 0) {
                double score = vectors.score(slot, classSums, terms);
                scores[slot] = score;
                ranked += score > 0 ? 1 : 0;
            }
        }
        return ranked;
    }

    /**
     * Checks a vector as {@link #upsert} does.
     *
     * @throws IllegalArgumentException if it names a class twice or holds a sum that does not {@linkplain ExactSum#fits fit}
     */
    public static void requireUsable(ImageVector vector) {
        String[] names = vector.classes();
        Set<String> seen = names.length > FEW ? new HashSet<>() : Set.of();
        for (int i = 0; i < names.length; i++) {
            Ids.requireId("class", names[i]);
            double sum = vector.sums()[i];
            if (!ExactSum.fits(sum)) {
                throw new IllegalArgumentException("sum of class " + names[i] + " is " + sum
                        + "; it must be 0 or a sum of SI-SCS, which are 0 or about 1 and more");
            }
            boolean twice = names.length > FEW ? !seen.add(names[i]) : indexOf(names, i, names[i]) >= 0;
            if (twice) {
                throw new IllegalArgumentException("vector names class " + names[i] + " twice");
            }
        }
    }

    /** The slot of an image, -1 if it is not there. */
    int slot(String image) {
        return images.slot(image);
    }

    /** The vector in a slot; empty if the slot is free. */
    ImageVector vectorAt(int slot) {
        int size = vectors.length(slot);
        int start = vectors.start(slot);
        String[] names = new String[size];
        int[] counts = new int[size];
        double[] sums = new double[size];
        for (int i = 0; i < size; i++) {
            names[i] = classes.name(vectors.classAt(start + i));
            counts[i] = vectors.countAt(start + i);
            sums[i] = vectors.sumAt(start + i);
        }
        return new ImageVector(names, counts, sums);
    }

    private void requireRoom(ImageVector vector) {
        for (int i = 0; i < vector.size(); i++) {
            if (!classes.hasRoom(vector.classes()[i], vector.sums()[i])) {
                throw new ArithmeticException(
                        "sum of class " + vector.classes()[i] + " is too large with " + vector.sums()[i] + " more");
            }
        }
    }

    /** Whether the slot's vector has the same classes, counts and sums, in whatever order. */
    private boolean holds(int slot, ImageVector vector) {
        int size = vectors.length(slot);
        if (size != vector.size()) {
            return false;
        }
        int start = vectors.start(slot);
        for (int i = 0; i < size; i++) {
            String name = classes.name(vectors.classAt(start + i));
            // Mostly the order is the same.
            int at = name.equals(vector.classes()[i]) ? i : indexOf(vector.classes(), size, name);
            if (at < 0
                    || vector.counts()[at] != vectors.countAt(start + i)
                    || vector.sums()[at] != vectors.sumAt(start + i)) {
                return false;
            }
        }
        return true;
    }

    private void subtract(int slot) {
        int start = vectors.start(slot);
        for (int i = start; i < start + vectors.length(slot); i++) {
            classes.subtract(vectors.classAt(i), vectors.countAt(i), vectors.sumAt(i));
        }
    }

    private static int indexOf(String[] names, int end, String name) {
        for (int i = 0; i < end; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
