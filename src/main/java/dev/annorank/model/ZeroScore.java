package dev.annorank.model;

import org.jspecify.annotations.Nullable;

/** Why an instance scores 0, so that it is counted but does not rank its image. */
public enum ZeroScore {
    /** It is a crowd, and crowds are excluded. */
    CROWD,
    /** No pixel of its mask is inside its image, or its run lengths have none. */
    OUTSIDE,
    /** Its mask is a pixel or a line. */
    NO_AREA;

    /**
     * Why a score is 0; null if it is not.
     *
     * @param crowd whether it is a crowd
     */
    public static @Nullable ZeroScore of(boolean crowd, ShapeScore score) {
        if (score.siScs() > 0) {
            return null;
        }
        if (crowd && score.equals(ShapeScore.ZERO)) {
            return CROWD;
        }
        return score.contours() == 0 ? OUTSIDE : NO_AREA;
    }
}
