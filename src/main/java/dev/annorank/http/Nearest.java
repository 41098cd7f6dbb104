package dev.annorank.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** Names that may have been meant by one that is not there. */
final class Nearest {
    private static final int MOST_EDITS = 2;
    private static final int MOST_NAMES = 5;
    private static final int MOST_LOOKED_AT = 10_000;

    private Nearest() {}

    /** Up to five of the first ten thousand names that are a case, a part or two edits apart, in the order given. */
    static List<String> of(String name, Iterator<String> names) {
        List<String> near = new ArrayList<>();
        String lower = name.toLowerCase(Locale.ROOT);
        for (int i = 0; i < MOST_LOOKED_AT && names.hasNext() && near.size() < MOST_NAMES; i++) {
            String candidate = names.next();
            if (isNear(lower, candidate.toLowerCase(Locale.ROOT))) {
                near.add(candidate);
            }
        }
        return near;
    }

    private static boolean isNear(String name, String candidate) {
        if (name.isEmpty() || Math.abs(name.length() - candidate.length()) > 40) {
            return false;
        }
        boolean part = name.length() >= 3 && candidate.length() >= 3;
        return (part && (candidate.contains(name) || name.contains(candidate)))
                || (Math.abs(name.length() - candidate.length()) <= MOST_EDITS
                        && edits(name, candidate) <= Math.min(MOST_EDITS, name.length() / 2));
    }

    /** Characters to insert, delete or replace. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
