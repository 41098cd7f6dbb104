package dev.annorank.metrics;

/**
 * How the view stands to the topics it reads.
 *
 * @param phase one of the phases it was bound with
 * @param behindRecords records not yet read, at least 0
 * @param secondsSinceEpoch since the last epoch was read; NaN if none was
 */
public record ViewStatus(String phase, long behindRecords, double secondsSinceEpoch) {
    public ViewStatus {
        if (behindRecords < 0) {
            throw new IllegalArgumentException("behindRecords is " + behindRecords + "; it must be at least 0");
        }
        if (secondsSinceEpoch < 0) {
            throw new IllegalArgumentException("secondsSinceEpoch is " + secondsSinceEpoch + "; it must be at least 0");
        }
    }
}
