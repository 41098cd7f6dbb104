package dev.annorank.terminal;

import java.time.ZoneId;

/**
 * What the terminal can show.
 *
 * @param width columns
 * @param height rows
 * @param unicode whether it shows blocks and dots; else plain ASCII stands in
 * @param zone of the times shown
 */
record Look(int width, int height, boolean unicode, ZoneId zone) {
    private static final String EIGHTHS = "▏▎▍▌▋▊▉█";

    /** A bar of {@code share} of {@code columns}; something above 0 is never nothing. */
    String bar(double share, int columns) {
        double length = Math.min(1, share) * columns;
        if (!unicode) {
            return "#".repeat((int) Math.min(columns, Math.ceil(length)));
        }
        int eighths = share > 0 ? (int) Math.max(1, Math.round(length * 8)) : 0;
        String full = "█".repeat(eighths / 8);
        return eighths % 8 == 0 ? full : full + EIGHTHS.charAt(eighths % 8 - 1);
    }

    String yes() {
        return unicode ? "●" : "x";
    }

    String no() {
        return unicode ? "·" : ".";
    }

    String rule() {
        return (unicode ? "─" : "-").repeat(width);
    }

    String gap() {
        return unicode ? "⋮" : ":";
    }
}
