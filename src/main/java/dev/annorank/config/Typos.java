package dev.annorank.config;

import java.util.Collection;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Guesses which key was meant by one that nobody knows. */
final class Typos {
    /** One letter swapped for its neighbour counts as two edits, so two it must be. */
    private static final int MAX_EDITS = 2;

    private static final LevenshteinDistance EDITS = new LevenshteinDistance(MAX_EDITS);

    private Typos() {}

    /** The closest known key within two edits; empty if none is that close or the key itself is known. */
    static Optional<String> meant(String key, Collection<String> known) {
        if (known.contains(key)) {
            return Optional.empty();
        }
        String best = null;
        int bestEdits = MAX_EDITS + 1;
        for (String candidate : known) {
            int edits = EDITS.apply(key, candidate);
            if (edits >= 0 && edits < bestEdits) {
                best = candidate;
                bestEdits = edits;
            }
        }
        return Optional.ofNullable(best);
    }
}
