package dev.annorank.model;

import java.util.Comparator;

/** A prune rate as records name it: a number from 0 to 1 as text, as {@link Double#toString} writes it. */
public final class PruneRate {
    /** So many may be configured. */
    public static final int MAX_CONFIGURED = 20;

    /** By what they are; texts that are no numbers come last. */
    public static final Comparator<String> ORDER = PruneRate::compare;

    private PruneRate() {}

    /** The text of a rate. */
    public static String text(double rate) {
        return Double.toString(rate);
    }

    /**
     * The rate that a text says.
     *
     * @throws IllegalArgumentException if it is no number from 0 to 1
     */
    public static double parse(String text) {
        double rate = number(text);
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("prune rate is " + text + "; it must be between 0 and 1");
        }
        return rate;
    }

    private static int compare(String a, String b) {
        // Hot path: texts of this form are in the order of their characters.
        if (isPlain(a) && isPlain(b)) {
            return a.compareTo(b);
        }
        int order = Double.compare(number(a), number(b));
        return order == 0 ? a.compareTo(b) : order;
    }

    /** Whether it is 0. and digits. */
    private static boolean isPlain(String text) {
        if (!text.startsWith("0.")) {
            return false;
        }
        for (int i = 2; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
