package dev.annorank.model;

/**
 * The measures of one instance's mask, as section 3 of arXiv 2503.00828 defines them. All zero for a mask that is empty
 * or has no area, and for a crowd.
 *
 * @param perimeterPx length P of the closed contour that counts, in px
 * @param areaPx2 area A that it encloses, in px²
 * @param contours external contours (measure contour) or polygons (measure polygon) of the mask; one of them counts
 * @param scs shape complexity score P / A in 1/px, 0 where A = 0
 * @param siScs scale-invariant shape complexity P / (2 sqrt(pi A)), 0 where A = 0; 1 for a disc
 */
public record ShapeScore(double perimeterPx, double areaPx2, int contours, double scs, double siScs) {
    /** An instance that is counted but does not rank. */
    public static final ShapeScore ZERO = new ShapeScore(0, 0, 0, 0, 0);

    /**
     * The largest SI-SCS that is taken for a shape: far above any mask of 2^28 pixels, and small enough that sums over a
     * billion instances stay exact.
     */
    public static final double MAX_SI_SCS = 0x1p32;

    public ShapeScore {
        requireFinite("perimeterPx", perimeterPx);
        requireFinite("areaPx2", areaPx2);
        requireFinite("scs", scs);
        requireFinite("siScs", siScs);
        if (siScs > MAX_SI_SCS) {
            throw new RejectedException(
                    Reason.BAD_POLYGON,
                    "shape is degenerate: SI-SCS is " + siScs + " (perimeter " + perimeterPx + " px, area " + areaPx2
                            + " px2)");
        }
        if (contours < 0) {
            throw new IllegalArgumentException("contours is negative: " + contours);
        }
    }

    private static void requireFinite(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " is " + value);
        }
    }
}
