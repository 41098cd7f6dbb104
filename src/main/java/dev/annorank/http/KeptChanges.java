package dev.annorank.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annorank.model.PruneRate;
import dev.annorank.ranking.Ranking;
import dev.annorank.view.EpochSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which images entered and left the kept set at one prune rate, between two epochs.
 *
 * @param pruneRate as it is written in epochs
 * @param kept images kept now
 * @param enteredCount all that entered
 * @param entered of them, the best by rank, at most {@value #MAX_NAMED}
 * @param leftCount all that left
 * @param left of them, the best by their former rank, at most {@value #MAX_NAMED}
 */
record KeptChanges(
        String pruneRate, int kept, int enteredCount, List<String> entered, int leftCount, List<String> left) {
    private static final int MAX_NAMED = 1000;

    /** The rates at which something changed. O(kept images) look-ups. */
    static List<KeptChanges> between(EpochSnapshot before, EpochSnapshot now) {
        List<KeptChanges> changes = new ArrayList<>();
        Kept kept = new Kept(now);
        boolean next = now.epoch().epoch() == before.epoch().epoch() + 1;
        for (int i = 0; i < kept.rates(); i++) {
            var published = now.epoch().prune().get(kept.rate(i));
            if (next && published != null && published.entered() == 0 && published.left() == 0) {
                continue;
            }
            int wasKept = before.ranking().keptCount(PruneRate.parse(kept.rate(i)));
            List<String> entered = new ArrayList<>();
            int enteredCount = missing(now.ranking(), kept.count(i), before.ranking(), wasKept, entered);
            List<String> left = new ArrayList<>();
            int leftCount = missing(before.ranking(), wasKept, now.ranking(), kept.count(i), left);
            if (enteredCount + leftCount > 0) {
                changes.add(new KeptChanges(kept.rate(i), kept.count(i), enteredCount, entered, leftCount, left));
            }
        }
        return changes;
    }

    /** Counts the kept of one ranking that another does not keep, and names the first of them. */
    private static int missing(Ranking these, int kept, Ranking those, int thoseKept, List<String> named) {
        int count = 0;
        for (int rank = 1; rank <= kept; rank++) {
            String image = these.image(rank);
            int other = those.rankOf(image);
            if (other < 1 || other > thoseKept) {
                count++;
                if (named.size() < MAX_NAMED) {
                    named.add(image);
                }
            }
        }
        return count;
    }

    void write(EpochSnapshot before, EpochSnapshot now, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("dataset", now.dataset());
        out.writeNumberField("epoch", now.epoch().epoch());
        out.writeNumberField("previousEpoch", before.epoch().epoch());
        out.writeStringField("pruneRate", pruneRate);
        out.writeNumberField("kept", kept);
        out.writeNumberField("enteredCount", enteredCount);
        out.writeNumberField("leftCount", leftCount);
        names("entered", entered, out);
        names("left", left, out);
        out.writeEndObject();
    }

    private static void names(String field, List<String> names, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart(field);
        for (String name : names) {
            out.writeString(name);
        }
        out.writeEndArray();
    }
}
