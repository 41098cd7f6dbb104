package dev.annorank.mask;

import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation;
import org.locationtech.jts.algorithm.Area;
import org.locationtech.jts.algorithm.Length;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateArrays;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.TopologyException;
import org.locationtech.jts.geom.impl.PackedCoordinateSequence;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.operation.overlayng.RingClipper;
import org.locationtech.jts.operation.valid.IsValidOp;

/**
 * The measure {@code polygon}: area and length of the vertices themselves, to fractions of a pixel, with nothing
 * rasterised. The polygon of largest area counts, the first of equals: its area in px² and the closed length of its
 * outer ring in px. Holes, which only a repair can make, do not count, as they do not for contours. Nothing is clipped
 * to the image.
 *
 * <p>An invalid polygon is repaired by {@link GeometryFixer}. Its alternative, {@code buffer(0)}, goes by the winding of
 * the ring and drops lobes that wind the other way: of a bow-tie it can keep the smaller half. The fixer keeps every
 * lobe, those that wind one way apart from those that wind the other. What the ring winds around more than once is within:
 * the middle of a pentagram, which {@code fillPoly} leaves out by its even-odd rule, belongs to the polygon.
 *
 * <p>A part that is no polygon, of fewer than three points or on one line, has area 0 and the closed length of its
 * points. An area below {@link #MIN_AREA} counts as 0: such a sliver is rounding, and its score would be noise.
 *
 * <p>Run lengths have no vertices: for them the polygon is the outline of the pixels, through pixel centres, as {@link
 * ContourMeasurer} measures it, and both measures give the same.
 *
 * <p>Not thread-safe if its contour measurer is not.
 */
public final class PolygonMeasurer {
    /** The least area in px² that is not taken for zero, about a millionth of a pixel. */
    public static final double MIN_AREA = 0x1p-20;

    /**
     * The most that the polygons of an instance may cross themselves, all together: more is no outline that somebody drew,
     * and repairing it could take for ever. As many take some 0.1 to 0.2 s.
     */
    public static final int MAX_CROSSINGS = 2_000;

    /** The most pairs of edges of an instance whose boxes overlap: to compare as many takes some 1 to 2 s. */
    public static final long MAX_PAIRS = 1L << 22;

    private static final int MIN_RING = 4;
    private static final CoordinateSequence NO_RING = new PackedCoordinateSequence.Double(new double[0], 2, 0);

    private final ContourMeasurer contours;
    private final GeometryFactory geometries = new GeometryFactory();
    private final OutlineSimplifier simplifier = new OutlineSimplifier();

    /** Crossings of all polygons that were repaired so far. */
    private long crossings;

    /** The ring whose area was measured last. */
    private CoordinateSequence counting = NO_RING;

    /**
     * A measurer.
     *
     * @param contours measures run lengths, and says which images are too large
     */
    public PolygonMeasurer(ContourMeasurer contours) {
        this.contours = contours;
    }

    /**
     * Measures an instance.
     *
     * @param width columns of its image
     * @param height rows of its image
     * @throws RejectedException as {@link ContourMeasurer#measure} does, and for polygons that cross themselves more than
     *     {@value #MAX_CROSSINGS} times or have more than {@value #MAX_PAIRS} {@linkplain #pairs pairs}
     */
    public Shape measure(Segmentation segmentation, int width, int height) {
        if (!(segmentation instanceof Segmentation.Polygons polygons)) {
            return contours.measure(segmentation, width, height);
        }
        contours.validate(segmentation, width, height);
        return measure(polygons);
    }

    /**
     * Pairs of edges of the same polygon whose boxes overlap, or more than there are: what it costs to measure them.
     * Above {@link #MAX_PAIRS} it is any number above it.
     */
    public static double pairs(Segmentation.Polygons polygons) {
        return EdgePairs.atMost(polygons, MAX_PAIRS);
    }

    /** How often all polygons that this measurer has repaired so far crossed themselves, in all. */
    public long crossings() {
        return crossings;
    }

    /** The same with the outer ring of the polygon that counts, clipped to the image and simplified. */
    public OutlinedShape outline(Segmentation segmentation, int width, int height) {
        if (!(segmentation instanceof Segmentation.Polygons polygons)) {
            return contours.outline(segmentation, width, height);
        }
        contours.validate(segmentation, width, height);
        Shape shape = measure(polygons);
        simplifier.begin(shape);
        for (Coordinate corner : clip(counting.toCoordinateArray(), width, height)) {
            simplifier.add((int) Math.rint(corner.x), (int) Math.rint(corner.y));
        }
        return new OutlinedShape(shape, simplifier.simplify(OutlineSimplifier.mostPoints(segmentation)));
    }

    private static Coordinate[] clip(Coordinate[] ring, int width, int height) {
        Envelope image = new Envelope(0, width - 1.0, 0, height - 1.0);
        Envelope its = CoordinateArrays.envelope(ring);
        return image.covers(its) ? ring : new RingClipper(image).clip(ring);
    }

    private Shape measure(Segmentation.Polygons polygons) {
        if (pairs(polygons) > MAX_PAIRS) {
            throw new RejectedException(
                    Reason.BAD_POLYGON,
                    "more than " + MAX_PAIRS
                            + " pairs of edges of segmentation may cross; draw it with fewer points, or"
                            + " use measure contour");
        }
        long before = crossings;
        Shape best = Shape.EMPTY;
        CoordinateSequence bestRing = NO_RING;
        int count = 0;
        for (int part = 0; part < polygons.parts(); part++) {
            Shape shape = measurePart(closedRing(polygons, part), (int) (before + MAX_CROSSINGS - crossings));
            count += shape.contours();
            if (count == shape.contours() || shape.areaPx2() > best.areaPx2()) {
                best = shape;
                bestRing = counting;
            }
        }
        counting = bestRing;
        return new Shape(best.perimeterPx(), best.areaPx2(), count);
    }

    private Shape measurePart(CoordinateSequence ring, int mostCrossings) {
        counting = ring;
        Shape best = new Shape(Length.ofLine(ring), 0, 1);
        if (ring.size() < MIN_RING) {
            return best;
        }
        Polygon polygon = geometries.createPolygon(ring);
        if (IsValidOp.isValid(polygon)) {
            return larger(best, polygon, 1);
        }
        int its = SelfCrossings.count(ring, mostCrossings);
        if (its > mostCrossings) {
            throw new RejectedException(
                    Reason.BAD_POLYGON,
                    "segmentation crosses itself more than " + MAX_CROSSINGS
                            + " times and cannot be repaired; draw it again, or use measure contour");
        }
        crossings += its;
        Geometry repaired = repaired(polygon);
        int count = Math.max(1, repaired.getNumGeometries());
        best = new Shape(best.perimeterPx(), 0, count);
        for (int i = 0; i < repaired.getNumGeometries(); i++) {
            if (repaired.getGeometryN(i) instanceof Polygon piece && !piece.isEmpty()) {
                best = larger(best, piece, count);
            }
        }
        return best;
    }

    /** Points that are nearer to each other than numbers can tell apart later on are too much for JTS. */
    private static Geometry repaired(Polygon polygon) {
        try {
            return GeometryFixer.fix(polygon);
        } catch (IllegalArgumentException | TopologyException e) {
            throw new RejectedException(
                    Reason.BAD_POLYGON,
                    "segmentation crosses itself and cannot be repaired; draw it again, or use measure contour");
        }
    }

    private Shape larger(Shape best, Polygon polygon, int count) {
        LinearRing shell = polygon.getExteriorRing();
        double area = Area.ofRing(shell.getCoordinateSequence());
        if (area >= MIN_AREA && area > best.areaPx2()) {
            counting = shell.getCoordinateSequence();
            return new Shape(shell.getLength(), area, count);
        }
        return best;
    }

    /** The vertices of a part and the first once more, unless the part closes itself. */
    private static CoordinateSequence closedRing(Segmentation.Polygons polygons, int part) {
        double[] xy = polygons.coordinates();
        int from = polygons.partStart(part);
        int to = polygons.partEnds()[part];
        boolean closed = to - from > 2 && xy[from] == xy[to - 2] && xy[from + 1] == xy[to - 1];
        double[] ring = new double[to - from + (closed ? 0 : 2)];
        System.arraycopy(xy, from, ring, 0, to - from);
        ring[ring.length - 2] = xy[from];
        ring[ring.length - 1] = xy[from + 1];
        return new PackedCoordinateSequence.Double(ring, 2, 0);
    }
}
