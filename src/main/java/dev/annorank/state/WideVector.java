package dev.annorank.state;

import dev.annorank.model.Ids;
import dev.annorank.model.ImageVector;
import dev.annorank.model.JsonLength;
import dev.annorank.ranking.VectorAccumulator;
import java.util.Map;
import java.util.TreeMap;

/** The vector of an image of many classes, each stored by itself: an event costs as many look-ups as it names classes. */
final class WideVector {
    private final ClassSums classes;
    private ImageSize size;

    /** @param size of all that is stored */
    WideVector(ClassSums classes, ImageSize size) {
        this.classes = classes;
        this.size = size;
    }

    ImageSize size() {
        return size;
    }

    /** As {@link VectorAccumulator#add}. */
    void add(String category, double siScs) {
        VectorAccumulator one = load(category);
        boolean isNew = one.isEmpty();
        one.add(category, siScs);
        classes.put(category, sum(one, 0));
        grow(1, isNew ? 1 : 0, category);
    }

    /** As {@link VectorAccumulator#remove}. */
    void remove(String category, double siScs) {
        VectorAccumulator one = load(category);
        one.remove(category, siScs);
        if (one.isEmpty()) {
            classes.delete(category);
            grow(-1, -1, category);
        } else {
            classes.put(category, sum(one, 0));
            grow(-1, 0, category);
        }
    }

    /** Stores all classes of a vector; none is stored yet. */
    void addAll(VectorAccumulator vector) {
        for (int i = 0; i < vector.size(); i++) {
            classes.put(vector.category(i), sum(vector, i));
        }
        size = new ImageSize(vector.instances(), vector.size(), vector.nameBytes());
    }

    void clear() {
        classes.all().keySet().forEach(classes::delete);
        size = ImageSize.NONE;
    }

    /** As {@link VectorAccumulator#toVector}; O(n log n) for n classes. */
    ImageVector toVector() {
        Map<String, ClassSum> all = new TreeMap<>(Ids.ORDER);
        all.putAll(classes.all());
        int[] counts = all.values().stream().mapToInt(ClassSum::count).toArray();
        long[] highs = all.values().stream().mapToLong(ClassSum::high).toArray();
        long[] lows = all.values().stream().mapToLong(ClassSum::low).toArray();
        return VectorAccumulator.of(all.keySet().toArray(new String[0]), counts, highs, lows)
                .toVector();
    }

    private VectorAccumulator load(String category) {
        ClassSum known = classes.get(category);
        return known == null
                ? new VectorAccumulator()
                : VectorAccumulator.of(
                        new String[] {category}, new int[] {known.count()}, new long[] {known.high()}, new long[] {
                            known.low()
                        });
    }

    private static ClassSum sum(VectorAccumulator vector, int i) {
        return new ClassSum(vector.count(i), vector.high(i), vector.low(i));
    }

    private void grow(int instances, int more, String category) {
        size = new ImageSize(
                size.instances() + instances,
                size.classes() + more,
                size.nameBytes() + (long) more * JsonLength.of(category));
    }
}
