package dev.annorank.model;

import java.util.Comparator;

/** What names may look like, and how they are ordered. */
public final class Ids {
    /** Longest image id, annotation id or class name, in UTF-16 units. */
    public static final int MAX_ID_LENGTH = 500;

    /** The dataset of an event that names none. */
    public static final String DEFAULT_DATASET = "default";

    private static final int MAX_DATASET_LENGTH = 100;

    /**
     * The order of ids wherever a tie must be broken: whole numbers first, by value, then all other ids by their UTF-16
     * units. So image 9 comes before image 10, and the order is total.
     */
    public static final Comparator<String> ORDER = Ids::compare;

    private Ids() {}

    /** Returns {@code id} or throws {@link RejectedException}: 1 to 500 UTF-16 units, no unpaired surrogate. */
    public static String requireId(String field, String id) {
        if (id.isEmpty()) {
            throw new RejectedException(Reason.BAD_FIELD, field + " is empty");
        }
        if (id.length() > MAX_ID_LENGTH) {
            throw new RejectedException(
                    Reason.BAD_FIELD, field + " has " + id.length() + " characters; at most " + MAX_ID_LENGTH);
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < id.length()
                        && Character.isLowSurrogate(id.charAt(i + 1));
                if (!paired) {
                    throw new RejectedException(
                            Reason.BAD_ENCODING, field + " has an unpaired surrogate at character " + i);
                }
                i++;
            }
        }
        return id;
    }

    /**
     * Returns {@code dataset} or throws {@link RejectedException} if it does not match {@code [A-Za-z0-9._-]{1,100}}, or is
     * {@code .} or {@code ..}, which no path of a URL or a file can hold.
     */
    public static String requireDataset(String dataset) {
        if (!isDataset(dataset)) {
            String shown = dataset.length() > 120 ? dataset.substring(0, 120) + "..." : dataset;
            throw new RejectedException(
                    Reason.BAD_FIELD,
                    "dataset is \"" + shown
                            + "\"; it must be 1 to 100 of the characters A-Z a-z 0-9 . _ -, and not . or ..");
        }
        return dataset;
    }

    private static boolean isDataset(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= MAX_DATASET_LENGTH && !name.equals(".") && !name.equals("..");
    }

    private static int compare(String a, String b) {
        boolean aNumber = isWholeNumber(a);
        boolean bNumber = isWholeNumber(b);
        if (aNumber != bNumber) {
            return aNumber ? -1 : 1;
        }
        if (aNumber && a.length() != b.length()) {
            return Integer.compare(a.length(), b.length());
        }
        return a.compareTo(b);
    }

    /** Digits without a leading zero, so that equal numbers are equal texts. */
    private static boolean isWholeNumber(String id) {
        if (id.charAt(0) == '0' && id.length() > 1) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }
}
