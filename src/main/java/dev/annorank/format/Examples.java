package dev.annorank.format;

import java.util.ArrayList;
import java.util.List;

/** How often something was met, and the first cases of it. */
public final class Examples {
    /** How many are kept. */
    private static final int KEPT = 3;

    private final List<String> first = new ArrayList<>();
    private long count;

    public void add(String example) {
        count++;
        if (first.size() < KEPT) {
            first.add(example);
        }
    }

    public long count() {
        return count;
    }

    /** The first of them, three at most. */
    public List<String> first() {
        return List.copyOf(first);
    }
}
