package dev.annorank.topic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.PruneRate;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Values of {@code image-ranking}. Streamed: an epoch may write a million of them. */
public final class ImageRankingSerde extends JsonSerde<ImageRanking> {

    @Override
    void write(ImageRanking ranking, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("dataset", ranking.dataset());
        out.writeStringField("image", ranking.image());
        if (ranking.rank() == 0) {
            out.writeNullField("rank");
        } else {
            out.writeNumberField("rank", ranking.rank());
        }
        out.writeNumberField("of", ranking.of());
        if (ranking.rank() == 0) {
            out.writeNullField("percentile");
        } else {
            out.writeNumberField("percentile", ranking.percentile());
        }
        out.writeNumberField("score", ranking.score());
        out.writeObjectFieldStart("kept");
        for (Map.Entry<String, Boolean> kept : ranking.kept().entrySet()) {
            out.writeBooleanField(kept.getKey(), kept.getValue());
        }
        out.writeEndObject();
        out.writeNumberField("instances", ranking.instances());
        out.writeObjectFieldStart("vector");
        for (Map.Entry<String, Double> entry : ranking.vector().entrySet()) {
            out.writeNumberField(entry.getKey(), entry.getValue());
        }
        out.writeEndObject();
        if (!ranking.counts().isEmpty()) {
            out.writeObjectFieldStart("counts");
            for (Map.Entry<String, Integer> entry : ranking.counts().entrySet()) {
                out.writeNumberField(entry.getKey(), entry.getValue());
            }
            out.writeEndObject();
        }
        out.writeNumberField("epoch", ranking.epoch());
        out.writeEndObject();
    }

    @Override
    ImageRanking read(JsonParser in) throws IOException {
        requireObject(in);
        String dataset = null;
        String image = null;
        int rank = 0;
        int of = 0;
        double percentile = 0;
        double score = 0;
        int instances = 0;
        long epoch = 0;
        SortedMap<String, Boolean> kept = new TreeMap<>(PruneRate.ORDER);
        SortedMap<String, Double> vector = new TreeMap<>();
        SortedMap<String, Integer> counts = new TreeMap<>();
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            boolean isNull = in.nextToken() == JsonToken.VALUE_NULL;
            switch (field) {
                case "dataset" -> dataset = in.getText();
                case "image" -> image = in.getText();
                case "rank" -> rank = isNull ? 0 : in.getIntValue();
                case "of" -> of = in.getIntValue();
                case "percentile" -> percentile = isNull ? 0 : in.getDoubleValue();
                case "score" -> score = in.getDoubleValue();
                case "kept" -> {
                    requireObject(in);
                    for (String rate = in.nextFieldName(); rate != null; rate = in.nextFieldName()) {
                        in.nextToken();
                        kept.put(rate, in.getBooleanValue());
                    }
                }
                case "instances" -> instances = in.getIntValue();
                case "vector" -> {
                    requireObject(in);
                    for (String category = in.nextFieldName(); category != null; category = in.nextFieldName()) {
                        in.nextToken();
                        vector.put(category, in.getDoubleValue());
                    }
                }
                case "counts" -> {
                    requireObject(in);
                    for (String category = in.nextFieldName(); category != null; category = in.nextFieldName()) {
                        in.nextToken();
                        counts.put(category, in.getIntValue());
                    }
                }
                case "epoch" -> epoch = in.getLongValue();
                default -> in.skipChildren();
            }
        }
        return new ImageRanking(
                require(dataset, "dataset"),
                require(image, "image"),
                rank,
                of,
                percentile,
                score,
                kept,
                instances,
                vector,
                counts,
                epoch);
    }
}
