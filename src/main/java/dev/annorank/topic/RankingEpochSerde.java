package dev.annorank.topic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.annorank.model.EventCounts;
import dev.annorank.model.PruneRate;
import dev.annorank.model.RankingEpoch;
import dev.annorank.model.RankingEpoch.Imbalance;
import dev.annorank.model.RankingEpoch.Pruning;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Values of {@code ranking-epochs}: one a dataset and epoch. */
public final class RankingEpochSerde extends JsonSerde<RankingEpoch> {
    private static final ObjectMapper TREES = new ObjectMapper();
    private static final List<String> COUNTS =
            List.of("epoch", "images", "ranked", "instances", "classes", "published", "tookMs");

    @Override
    void write(RankingEpoch epoch, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("dataset", epoch.dataset());
        out.writeNumberField("epoch", epoch.epoch());
        out.writeStringField("at", epoch.at().toString());
        out.writeNumberField("images", epoch.images());
        out.writeNumberField("ranked", epoch.ranked());
        out.writeNumberField("instances", epoch.instances());
        out.writeNumberField("classes", epoch.classes());
        writeCounts(epoch.events(), out);
        out.writeObjectFieldStart("totals");
        writeCounts(epoch.totals(), out);
        out.writeEndObject();
        out.writeObjectFieldStart("imbalance");
        out.writeNumberField("gini", epoch.imbalance().gini());
        out.writeNumberField("effectiveClasses", epoch.imbalance().effectiveClasses());
        out.writeNumberField("maxMinRatio", epoch.imbalance().maxMinRatio());
        out.writeEndObject();
        out.writeNumberField("siScsMean", epoch.siScsMean());
        out.writeObjectFieldStart("prune");
        for (Map.Entry<String, Pruning> rate : epoch.prune().entrySet()) {
            out.writeObjectFieldStart(rate.getKey());
            writePruning(rate.getValue(), out);
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeNumberField("published", epoch.published());
        out.writeNumberField("tookMs", epoch.tookMs());
        out.writeEndObject();
    }

    private static void writeCounts(EventCounts counts, JsonGenerator out) throws IOException {
        out.writeNumberField("applied", counts.applied());
        out.writeNumberField("superseded", counts.superseded());
        out.writeNumberField("rejected", counts.rejected());
    }

    private static void writePruning(Pruning pruning, JsonGenerator out) throws IOException {
        out.writeNumberField("kept", pruning.kept());
        Double cutoff = pruning.cutoffScore();
        if (cutoff == null) {
            out.writeNullField("cutoffScore");
        } else {
            out.writeNumberField("cutoffScore", cutoff);
        }
        out.writeNumberField("entered", pruning.entered());
        out.writeNumberField("left", pruning.left());
        out.writeNumberField("jaccard", pruning.jaccard());
    }

    @Override
    RankingEpoch read(JsonParser in) throws IOException {
        requireObject(in);
        JsonNode epoch = TREES.readTree(in);
        SortedMap<String, Pruning> prune = new TreeMap<>(PruneRate.ORDER);
        epoch.required("prune").properties().forEach(rate -> prune.put(rate.getKey(), pruning(rate.getValue())));
        JsonNode imbalance = epoch.required("imbalance");
        for (String count : COUNTS) {
            require(
                    epoch.required(count).isIntegralNumber()
                            && epoch.required(count).asLong() >= 0,
                    count + " is " + epoch.required(count) + "; it must be a whole number from 0 on");
        }
        return new RankingEpoch(
                epoch.required("dataset").asText(),
                epoch.required("epoch").asLong(),
                Instant.parse(epoch.required("at").asText()),
                epoch.required("images").asInt(),
                epoch.required("ranked").asInt(),
                epoch.required("instances").asLong(),
                epoch.required("classes").asInt(),
                counts(epoch),
                counts(epoch.required("totals")),
                new Imbalance(
                        imbalance.required("gini").asDouble(),
                        imbalance.required("effectiveClasses").asDouble(),
                        imbalance.required("maxMinRatio").asDouble()),
                epoch.required("siScsMean").asDouble(),
                prune,
                epoch.required("published").asLong(),
                epoch.required("tookMs").asLong());
    }

    private static EventCounts counts(JsonNode node) {
        return new EventCounts(
                node.required("applied").asLong(),
                node.required("superseded").asLong(),
                node.required("rejected").asLong());
    }

    private static Pruning pruning(JsonNode node) {
        JsonNode cutoff = node.required("cutoffScore");
        return new Pruning(
                node.required("kept").asInt(),
                cutoff.isNull() ? null : cutoff.asDouble(),
                node.required("entered").asInt(),
                node.required("left").asInt(),
                node.required("jaccard").asDouble());
    }
}
