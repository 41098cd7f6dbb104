package dev.annorank.format.coco;

import dev.annorank.model.HashSecret;
import java.util.HashMap;
import java.util.Map;

/**
 * Where each annotation of a file was first met, by image and annotation id, and how many have an id that another image has
 * too. Exact. Ids that are whole numbers, as nearly all are, take about 40 bytes each in an open-addressed table; the others,
 * and those that repeat, a map's entry.
 */
final class SeenAnnotations {
    /** Comparable, so that the map stays fast where hashes collide. */
    private record Key(int image, String id) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byImage = Integer.compare(image, other.image);
            return byImage != 0 ? byImage : id.compareTo(other.id);
        }
    }

    private record Place(int image, long offset) {}

    /** Odd, and not known to who makes a file: ids that collide cannot be chosen. */
    private final long idFactor = HashSecret.next() | 1;

    private final Map<String, Place> others = new HashMap<>();
    private final Map<Key, Long> repeated = new HashMap<>();
    private int[] images = new int[1 << 10];
    private long[] ids = new long[1 << 10];
    /** Offset + 1, so that 0 is an empty slot. */
    private long[] places = new long[1 << 10];

    private int size;

    /** Notes an annotation; returns the offset of the first of the same image and id, or -1 if this is it. */
    long putIfAbsent(int image, String id, long offset) {
        long number = wholeNumber(id);
        if (number < 0) {
            Place first = others.putIfAbsent(id, new Place(image, offset));
            return first == null ? -1 : repeated(first.image, first.offset, image, id, offset);
        }
        if (2 * size >= places.length) {
            grow();
        }
        int slot = slot(number);
        if (places[slot] != 0) {
            return repeated(images[slot], places[slot] - 1, image, id, offset);
        }
        images[slot] = image;
        ids[slot] = number;
        places[slot] = offset + 1;
        size++;
        return -1;
    }

    /** Annotations whose id an annotation of another image had before. */
    long repeated() {
        return repeated.size();
    }

    private long repeated(int firstImage, long firstOffset, int image, String id, long offset) {
        if (firstImage == image) {
            return firstOffset;
        }
        Long first = repeated.putIfAbsent(new Key(image, id), offset);
        return first == null ? -1 : first;
    }

    private int slot(long number) {
        int mask = places.length - 1;
        int slot = (int) ((number * idFactor) >>> 32) & mask;
        while (places[slot] != 0 && ids[slot] != number) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldImages = images;
        long[] oldIds = ids;
        long[] oldPlaces = places;
        images = new int[2 * oldImages.length];
        ids = new long[2 * oldIds.length];
        places = new long[2 * oldPlaces.length];
        for (int i = 0; i < oldPlaces.length; i++) {
            if (oldPlaces[i] != 0) {
                int slot = slot(oldIds[i]);
                images[slot] = oldImages[i];
                ids[slot] = oldIds[i];
                places[slot] = oldPlaces[i];
            }
        }
    }

    /** The number that {@code id} is the canonical text of, or -1 if there is none below 10^18. */
    private static long wholeNumber(String id) {
        if (id.length() > 18 || (id.charAt(0) == '0' && id.length() > 1)) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }
}
