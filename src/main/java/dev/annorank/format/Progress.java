package dev.annorank.format;

/** Is told how far the reading of a file has come. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress NONE = (done, total) -> {};

    /**
     * Called every few hundred kilobytes and at the end of each pass, by the reading thread.
     *
     * @param done work done, at most {@code total}; never less than before
     * @param total bytes of the file as stored, once for each pass over it
     */
    void report(long done, long total);
}
