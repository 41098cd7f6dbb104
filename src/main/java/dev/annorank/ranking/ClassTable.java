package dev.annorank.ranking;

import dev.annorank.model.Ids;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The classes of a dataset and their totals. A class is there as long as an image holds an instance of it. */
final class ClassTable {
    private static final int ROOM = 16;

    private final SlotTable names = new SlotTable();
    private long[] instances = new long[ROOM];
    private int[] images = new int[ROOM];
    private long[] sums = new long[ROOM * ExactSum.WORDS];
    private long allInstances;

    /** Classes with at least one instance. */
    int size() {
        return names.size();
    }

    /** Instances of all classes. */
    long instances() {
        return allInstances;
    }

    /** The class's number, or -1 if no image holds it. */
    int find(String name) {
        return names.slot(name);
    }

    String name(int id) {
        return names.taken(id);
    }

    /** Whether {@code sum} more can be added to the class's sum with a wide margin to spare. */
    boolean hasRoom(String name, double sum) {
        int id = names.slot(name);
        double now = id < 0 ? 0 : sum(id);
        return now + sum < 0x1p62;
    }

    /** Counts one image's instances of a class in, and returns the class's number. */
    int add(String name, int count, double sum) {
        int id = names.acquire(name);
        if (id >= images.length) {
            int capacity = Growth.length(images.length, id + 1L);
            instances = Arrays.copyOf(instances, capacity);
            images = Arrays.copyOf(images, capacity);
            sums = Arrays.copyOf(sums, capacity * ExactSum.WORDS);
        }
        ExactSum.add(sums, id * ExactSum.WORDS, sum);
        instances[id] += count;
        images[id]++;
        allInstances += count;
        return id;
    }

    /** Counts out what {@link #add} counted in. The number of a class that no image holds any more is given away anew. */
    void subtract(int id, int count, double sum) {
        ExactSum.subtract(sums, id * ExactSum.WORDS, sum);
        instances[id] -= count;
        images[id]--;
        allInstances -= count;
        if (images[id] == 0) {
            names.release(names.taken(id));
        }
    }

    /** S_c by class number; 0 for numbers not in use. */
    double[] sums() {
        double[] rounded = new double[names.limit()];
        for (int id = 0; id < rounded.length; id++) {
            rounded[id] = sum(id);
        }
        return rounded;
    }

    /** Names by class number; null for numbers not in use. */
    SlotTable copyOfNames() {
        return names.copy();
    }

    /** S_c of a class. */
    double sum(int id) {
        int at = id * ExactSum.WORDS;
        return ExactSum.doubleValue(sums[at], sums[at + 1]);
    }

    /** All totals, in {@link Ids#ORDER} of the names. */
    List<ClassTotal> totals() {
        List<ClassTotal> totals = new ArrayList<>(names.size());
        for (int id = 0; id < names.limit(); id++) {
            String name = names.name(id);
            if (name != null) {
                totals.add(total(id, name));
            }
        }
        totals.sort(Comparator.comparing(ClassTotal::name, Ids.ORDER));
        return List.copyOf(totals);
    }

    private ClassTotal total(int id, String name) {
        double sum = sum(id);
        double share = (double) instances[id] / allInstances;
        return new ClassTotal(name, instances[id], images[id], sum, sum / instances[id], share);
    }
}
