package dev.annorank.score;

import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.util.Locale;

/** How an instance's perimeter and area are measured. */
public enum Measure {
    /** On the pixels of its mask, as the authors of arXiv 2503.00828 do; see {@link dev.annorank.mask.ContourMeasurer}. */
    CONTOUR,
    /** On the vertices of its polygons, to fractions of a pixel; see {@link dev.annorank.mask.PolygonMeasurer}. */
    POLYGON;

    /**
     * Reads a measure's name in lower case.
     *
     * @throws RejectedException with {@link Reason#BAD_FIELD} for any other text
     */
    public static Measure parse(String text) {
        for (Measure measure : values()) {
            if (measure.toString().equals(text)) {
                return measure;
            }
        }
        throw new RejectedException(Reason.BAD_FIELD, "measure is \"" + text + "\"; it must be contour or polygon");
    }

    /** The name as settings and options spell it, in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
