package dev.annorank.view;

import java.util.Locale;

/** How numbers are shown: the same on every machine, whatever its language. */
final class Numbers {
    private Numbers() {}

    /** A whole number in groups of three: 1,912. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A score in four significant digits; below 0.0001 in scientific form. Scores shrink as a dataset grows. */
    static String score(double value) {
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        if (size < 1e-4 || size >= 1e7) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int decimals = 3 - (int) Math.floor(Math.log10(size));
        return String.format(Locale.ROOT, "%,." + Math.max(0, decimals) + "f", value);
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
        return String.format(Locale.ROOT, percent < 1 ? "%.2f%%" : "%.1f%%", percent);
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
