package dev.annorank.cluster;

/** Hears how a reset goes on. */
public interface ResetListener {
    /** Something is done; in words for the user. */
    void done(String what);

    /** How far the present step is. */
    void progress(long done, long total);
}
