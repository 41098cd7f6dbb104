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
                || isWithin(Math.min(MOST_EDITS, name.length() / 2), name, candidate);
    }

    /**
     * Whether so many characters inserted, deleted or replaced make one of the other. Looks at the cells near the diagonal
     * only, since any other is further away, and no longer than it may still come true.
     */
    private static boolean isWithin(int most, String a, String b) {
        if (Math.abs(a.length() - b.length()) > most) {
            return false;
        }
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int from = Math.max(1, i - most);
            int to = Math.min(b.length(), i + most);
            int diagonal = row[from - 1];
            row[from - 1] = from == 1 ? i : most + 1;
            int least = row[from - 1];
            for (int j = from; j <= to; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                // Of the row before, the band had no cell here.
                int above = j == i + most ? most + 1 : row[j];
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
                least = Math.min(least, row[j]);
            }
            if (least > most) {
                return false;
            }
        }
        return row[b.length()] <= most;
    }
}
