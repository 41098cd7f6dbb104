package dev.annorank.mask;

import java.util.List;
import org.locationtech.jts.algorithm.LineIntersector;
import org.locationtech.jts.algorithm.RobustLineIntersector;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.noding.MCIndexNoder;
import org.locationtech.jts.noding.NodedSegmentString;
import org.locationtech.jts.noding.SegmentIntersector;
import org.locationtech.jts.noding.SegmentString;

/**
 * Counts how often a closed line crosses itself, up to a limit. Repairing a polygon takes time and memory that grow faster
 * than the number of its crossings: a scribble of a thousand points takes seconds, one of ten thousand more memory than
 * there is.
 */
final class SelfCrossings implements SegmentIntersector {
    private final LineIntersector intersector = new RobustLineIntersector();
    private final int limit;
    private int count;

    private SelfCrossings(int limit) {
        this.limit = limit;
    }

    /** How often the ring crosses itself; stops as soon as that is more than {@code limit} times. */
    static int count(CoordinateSequence ring, int limit) {
        SelfCrossings crossings = new SelfCrossings(limit);
        new MCIndexNoder(crossings).computeNodes(List.of(new NodedSegmentString(ring.toCoordinateArray(), null)));
        return crossings.count;
    }

    @Override
    public void processIntersections(SegmentString a, int i, SegmentString b, int j) {
        if (i == j) {
            return;
        }
        intersector.computeIntersection(
                a.getCoordinate(i), a.getCoordinate(i + 1), b.getCoordinate(j), b.getCoordinate(j + 1));
        if (intersector.hasIntersection() && intersector.isInteriorIntersection()) {
            count++;
        }
    }

    @Override
    public boolean isDone() {
        return count > limit;
    }
}
