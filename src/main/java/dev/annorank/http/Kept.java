package dev.annorank.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annorank.model.PruneRate;
import dev.annorank.view.EpochSnapshot;
import java.io.IOException;

/** How many images are kept at each configured prune rate; made once for an answer. */
final class Kept {
    private final String[] rates;
    private final int[] counts;

    Kept(EpochSnapshot snapshot) {
        rates = snapshot.epoch().prune().keySet().toArray(new String[0]);
        counts = new int[rates.length];
        for (int i = 0; i < rates.length; i++) {
            counts[i] = snapshot.ranking().keptCount(PruneRate.parse(rates[i]));
        }
    }

    int rates() {
        return rates.length;
    }

    String rate(int i) {
        return rates[i];
    }

    int count(int i) {
        return counts[i];
    }

    /** Whether the image at a rank is kept at each rate; 0 is an unranked one, which never is. */
    void write(int rank, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("kept");
        for (int i = 0; i < rates.length; i++) {
            out.writeBooleanField(rates[i], rank > 0 && rank <= counts[i]);
        }
        out.writeEndObject();
    }
}
