package dev.annorank.mask;

/**
 * What is measured of one instance's mask.
 *
 * @param perimeterPx closed length in px of the outline that counts, the one around the largest area; 0 for an empty
 *     mask and for a single pixel
 * @param areaPx2 area in px² that it encloses; 0 for an empty mask, a pixel or a line
 * @param contours outlines of the mask, of which one counts; 0 for an empty mask
 */
public record Shape(double perimeterPx, double areaPx2, int contours) {
    /** The shape of a mask without pixels. */
    public static final Shape EMPTY = new Shape(0, 0, 0);
}
