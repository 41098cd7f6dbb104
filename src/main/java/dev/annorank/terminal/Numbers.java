package dev.annorank.terminal;

import java.util.Locale;
import java.util.stream.DoubleStream;

/** How numbers are shown: the same on every machine, whatever its language. */
final class Numbers {
    private Numbers() {}

    /** A whole number in groups of three: 1,912. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /**
     * Decimals that show the smallest of some scores with three digits, 2 to 9. One number for a whole column keeps its
     * points in line, and scores shrink as a dataset grows. Zeros do not count.
     */
    static int decimals(DoubleStream scores) {
        double least = scores.filter(score -> score > 0).min().orElse(1);
        return (int) Math.max(2, Math.min(9, 2 - Math.floor(Math.log10(least))));
    }

    /** A number with a fixed number of decimals. */
    static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** A share of 1 as a percentage: 37.4%. One that is above 0 never reads as 0. */
    static String percent(double share) {
        double percent = share * 100;
        if (percent > 0 && percent < 0.01) {
            return "<0.01%";
        }
        return String.format(Locale.ROOT, percent > 0 && percent < 1 ? "%.2f%%" : "%.1f%%", percent);
    }

    /** Events a second: whole from 10 on. */
    static String rate(double perSecond) {
        return perSecond >= 10 || perSecond == 0 ? count(Math.round(perSecond)) : fixed(perSecond, 1);
    }

    /** A length of time in its largest fitting unit: 25 s, 3 min, 7 h, 4 d. */
    static String duration(long seconds) {
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7_200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3_600 + " h" : count(seconds / 86_400) + " d";
    }
}
