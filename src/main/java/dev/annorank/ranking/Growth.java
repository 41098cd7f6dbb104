package dev.annorank.ranking;

/** How arrays that hold a little about each of many things grow. */
final class Growth {
    private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

    private Growth() {}

    /** A length of at least {@code needed}, half as long again as {@code length} where that may be. */
    static int length(int length, long needed) {
        if (needed > MAX_LENGTH) {
            throw new IllegalStateException("too many entries: " + needed + "; at most " + MAX_LENGTH);
        }
        return (int) Math.min(MAX_LENGTH, Math.max(needed, Math.max(8, length + (long) (length >> 1))));
    }
}
