package dev.annorank.view;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which records could not be used: the first few of them, and then each time their number has doubled. */
final class SkipLog {
    private static final Logger LOG = LoggerFactory.getLogger(SkipLog.class);
    private static final int FEW = 8;

    private long count;

    void skipped(String where, String why) {
        count++;
        if (count <= FEW || Long.bitCount(count) == 1) {
            LOG.warn("View: skipped {}: {} ({} skipped so far)", where, why, count);
        }
    }
}
