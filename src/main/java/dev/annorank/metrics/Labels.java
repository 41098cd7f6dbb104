package dev.annorank.metrics;

import java.util.regex.Pattern;

/**
 * Values of tags from names that strangers choose. What is shown is bounded in number and length; names that look the same
 * when shown are added up, so no series is there twice.
 */
final class Labels {
    /** Datasets with a series of their own. */
    static final int MAX_DATASETS = 200;
    /** Classes of a dataset with a series of their own. */
    static final int MAX_CLASSES = 50;
    /** Prune rates; the settings allow no more. */
    static final int MAX_RATES = 20;
    /** All the rest. No dataset can be called so; a class that is, gets another pair of parentheses. */
    static final String OTHERS = "(others)";

    private static final int MAX_LENGTH = 120;
    private static final Pattern LIKE_OTHERS = Pattern.compile("\\(+others\\)+");

    private Labels() {}

    /**
     * A class as shown: control characters and unpaired surrogates as U+FFFD, at most 120 UTF-16 units (a longer one ends
     * in a hash), and never {@value #OTHERS}.
     */
    static String ofClass(String name) {
        String shown = printable(name);
        if (LIKE_OTHERS.matcher(shown).matches()) {
            shown = "(" + shown + ")";
        }
        if (shown.length() <= MAX_LENGTH) {
            return shown;
        }
        int end = MAX_LENGTH - 12;
        if (Character.isHighSurrogate(shown.charAt(end - 1))) {
            end--;
        }
        return shown.substring(0, end) + "...#" + Integer.toHexString(shown.hashCode());
    }

    private static String printable(String name) {
        StringBuilder shown = new StringBuilder(name.length());
        name.codePoints().forEach(c -> {
            boolean bad = Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
            shown.appendCodePoint(bad ? 0xFFFD : c);
        });
        return shown.toString();
    }
}
