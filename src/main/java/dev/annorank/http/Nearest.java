package dev.annorank.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Names that may have been meant by one that is not there. */
final class Nearest {
    private static final int MAX_EDITS = 2;
    /** By how many edits they allow; beyond that they say -1. */
    private static final LevenshteinDistance[] EDITS = {
        new LevenshteinDistance(0), new LevenshteinDistance(1), new LevenshteinDistance(MAX_EDITS)
    };

    private static final int MAX_NAMES = 5;
    private static final int MAX_LOOKED_AT = 10_000;

    private Nearest() {}

    /** Up to five of the first ten thousand names that are a case, a part or two edits apart, in the order given. */
    static List<String> of(String name, Iterator<String> names) {
        List<String> near = new ArrayList<>();
        String lower = name.toLowerCase(Locale.ROOT);
        for (int i = 0; i < MAX_LOOKED_AT && names.hasNext() && near.size() < MAX_NAMES; i++) {
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
                || EDITS[Math.min(MAX_EDITS, name.length() / 2)].apply(name, candidate) >= 0;
    }
}
