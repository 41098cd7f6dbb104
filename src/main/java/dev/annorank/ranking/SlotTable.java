package dev.annorank.ranking;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names to small integers, so that what is kept about a name can lie in arrays. A slot that is given back is the first to
 * be given out again. Which name gets which slot is an accident of history: nothing visible may depend on it.
 *
 * <p>Open addressing with linear probing: 8 to 16 bytes a name and no object but the name itself, because a dataset may
 * have millions of images.
 */
final class SlotTable {
    /** {@code slot + 1}, or 0 where nothing is; length a power of two, at least twice the names. */
    private int[] table;

    private @Nullable String[] names;
    private int[] free = new int[0];
    private int freeCount;
    private int limit;
    private int size;

    SlotTable() {
        this(new String[8], 0);
    }

    /** A table over names that already have slots: {@code null} where a slot is free. Takes the array over. */
    SlotTable(@Nullable String[] names, int limit) {
        this.names = names;
        this.limit = limit;
        this.table = new int[tableLength(limit)];
        for (int slot = 0; slot < limit; slot++) {
            String name = names[slot];
            if (name != null) {
                table[place(name)] = slot + 1;
                size++;
            }
        }
    }

    /** A table of the same slots, to be read only: it knows of none that is free. */
    SlotTable copy() {
        return new SlotTable(table.clone(), Arrays.copyOf(names, limit), size);
    }

    private SlotTable(int[] table, @Nullable String[] names, int size) {
        this.table = table;
        this.names = names;
        this.limit = names.length;
        this.size = size;
    }

    /** The name's slot, or -1 if it has none. */
    int slot(String name) {
        return table[place(name)] - 1;
    }

    /** The name in a slot, or null if the slot is free. */
    @Nullable
    String name(int slot) {
        return names[slot];
    }

    /** The name in a slot that is taken. */
    String taken(int slot) {
        String name = names[slot];
        if (name == null) {
            throw new IllegalStateException("slot " + slot + " is free");
        }
        return name;
    }

    /** Names that have a slot. */
    int size() {
        return size;
    }

    /** One more than the largest slot ever given out. */
    int limit() {
        return limit;
    }

    /** The names by slot, null where free: the table's own array, not to be changed, and at least as long as the limit. */
    @Nullable
    String[] names() {
        return names;
    }

    /** The names by slot, null where free, as a copy. */
    @Nullable
    String[] copyOfNames() {
        return Arrays.copyOf(names, limit);
    }

    /** The name's slot, a new one if it has none. */
    int acquire(String name) {
        int place = place(name);
        if (table[place] != 0) {
            return table[place] - 1;
        }
        if (2 * (size + 1L) > table.length) {
            rehash(tableLength(2L * (size + 1)));
            place = place(name);
        }
        int slot;
        if (freeCount > 0) {
            slot = free[--freeCount];
        } else {
            if (limit == names.length) {
                names = Arrays.copyOf(names, Growth.length(limit, limit + 1L));
            }
            slot = limit++;
        }
        names[slot] = name;
        table[place] = slot + 1;
        size++;
        return slot;
    }

    /** Gives the slot back that {@code name} has. */
    void release(String name) {
        int hole = place(name);
        int slot = table[hole] - 1;
        if (slot < 0) {
            throw new IllegalStateException(name + " has no slot");
        }
        closeHole(hole);
        names[slot] = null;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, Growth.length(freeCount, freeCount + 1L));
        }
        free[freeCount++] = slot;
        size--;
    }

    /** Moves later entries of the run back, so that no probe stops early at the hole. */
    private void closeHole(int start) {
        int mask = table.length - 1;
        int hole = start;
        for (int at = (hole + 1) & mask; table[at] != 0; at = (at + 1) & mask) {
            int home = home(taken(table[at] - 1), mask);
            // The entry may move only if its home is not between the hole and where it lies.
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                table[hole] = table[at];
                hole = at;
            }
        }
        table[hole] = 0;
    }

    /** Where the name is, or the empty place where it would go. */
    private int place(String name) {
        int mask = table.length - 1;
        int at = home(name, mask);
        while (table[at] != 0 && !name.equals(names[table[at] - 1])) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private static int home(String name, int mask) {
        return (int) NameHash.of(name) & mask;
    }

    private void rehash(int length) {
        table = new int[length];
        for (int slot = 0; slot < limit; slot++) {
            String name = names[slot];
            if (name != null) {
                table[place(name)] = slot + 1;
            }
        }
    }

    /** A power of two of at least twice the names. */
    private static int tableLength(long names) {
        long wanted = Math.max(16, 2 * names);
        if (wanted > 1 << 30) {
            throw new IllegalStateException("too many names: " + names);
        }
        return Integer.highestOneBit((int) wanted - 1) << 1;
    }
}
