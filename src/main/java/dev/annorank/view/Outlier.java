package dev.annorank.view;

import dev.annorank.model.InstanceDetail;

/**
 * An instance worth a second look by a human.
 *
 * @param kind what is odd
 * @param why in a few words with the figures, for a person
 */
public record Outlier(InstanceDetail instance, Kind kind, String why) {
    /** What may be wrong with a mask. */
    public enum Kind {
        /** Its outline crosses itself. */
        SELF_CROSSING,
        /** Its SI-SCS is far above what instances of its class have. */
        JAGGED,
        /** Its area is a few pixels, or nothing. */
        SPECK
    }
}
