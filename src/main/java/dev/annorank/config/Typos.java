package dev.annorank.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/** Guesses which key was meant by one that nobody knows. */
final class Typos {
    /** One letter swapped for its neighbour counts as two edits, so two it must be. */
    private static final int MOST_EDITS = 2;

    private Typos() {}

    /** The closest known key within two edits; empty if none is that close or the key itself is known. */
    static Optional<String> meant(String key, Collection<String> known) {
        if (known.contains(key)) {
            return Optional.empty();
        }
        String best = null;
        int bestEdits = MOST_EDITS + 1;
        for (String candidate : known) {
            int edits = edits(key, candidate);
            if (edits < bestEdits) {
                best = candidate;
                bestEdits = edits;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Levenshtein distance: characters to insert, delete or replace. */
    static int edits(String a, String b) {
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
